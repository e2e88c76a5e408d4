/**
 * Every parser of the edge on input that nobody foresaw. `ONWARD_FUZZ=100000` is the long form.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import type { Json } from '../core/index.ts';
import { classOf } from './addresses.ts';
import type { Gate } from './gate.ts';
import {
  goodForm,
  goodPayment,
  hl7Message,
  hostileEdge,
  signedForm,
  signedPayment,
} from './hostile.fixture.ts';
import { now } from './intake.fixture.ts';
import { hostList, hostName } from './host-list.ts';
import type { Intake, Taken } from './intake.ts';
import { FrameReader, frame } from './mllp-frames.ts';

const numRuns = Number(process.env['ONWARD_FUZZ'] ?? 2_000);
const testTimeout = Math.max(60_000, numRuns * 20);

let intake: Intake;
let gate: Gate;
beforeAll(async () => {
  ({ intake, gate } = await hostileEdge());
});

/** Events or refusals that say what is wrong; never a fault, and nothing of the input in them. */
function isSaid(taken: readonly Taken[]): void {
  for (const each of taken) {
    expect(['event', 'refused']).toContain(each.kind);
    if (each.kind === 'refused') expect(each.code).not.toBe('ONW-CONNECTOR-FAULT');
  }
  expect(JSON.stringify(taken)).not.toContain('Canary');
}

/** JSON whose texts may be a canary that is no id, or what our parsers look for. */
const words = [
  'Canary of the fuzz',
  'form',
  'basic',
  '2026-11-02T09:00:00Z',
  'P1D',
  'usd',
  '',
  '\u0000',
  '1.0',
];
const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 8 }), tie('tree'), { maxKeys: 4 }),
  ),
}));

/** A good body, one of whose members is something else, gone, or joined by another. */
function spoiled(good: string): fc.Arbitrary<string> {
  const paths = pathsOf(JSON.parse(good) as Json);
  return fc.tuple(fc.constantFrom(...paths), tree, fc.boolean()).map(([path, value, isGone]) => {
    const body = JSON.parse(good) as Json;
    const [last = '', ...parents] = path.toReversed();
    let at = body as Record<string, Json>;
    for (const step of parents.toReversed()) at = at[step] as Record<string, Json>;
    if (isGone) delete at[last];
    else at[last] = value;
    return JSON.stringify(body);
  });
}

function pathsOf(value: Json, before: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [...before, key],
    ...pathsOf(member, [...before, key]),
  ]);
}

test('any body, well signed, is an event or a refusal', { timeout: testTimeout }, async () => {
  const body = fc.oneof(
    spoiled(goodForm),
    spoiled(goodPayment),
    tree.map((value) => JSON.stringify(value)),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      isSaid(await intake.receive('forms', signedForm(text)));
      isSaid(await intake.receive('billing', signedPayment(text)));
    }),
    { numRuns },
  );
});

test('any bytes, well signed, are an event or a refusal', { timeout: testTimeout }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      isSaid(await intake.receive('forms', signedForm(bytes)));
      isSaid(await intake.receive('billing', signedPayment(bytes)));
    }),
    { numRuns },
  );
});

test('any headers without the secret are no proof', { timeout: testTimeout }, async () => {
  const value = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.constantFrom('msg_1', String(now / 1000), `t=${now / 1000}`, `v1,${'A'.repeat(43)}=`),
    fc.base64String().map((text) => `v1,${text}`),
    fc.stringMatching(/^t=\d{10},v1=[0-9a-f]{64}$/u),
  );
  const headers = fc.record({
    'webhook-id': value,
    'webhook-timestamp': value,
    'webhook-signature': value,
    'stripe-signature': value,
  });
  await fc.assert(
    fc.asyncProperty(headers, async (given) => {
      const delivery = { ...signedForm(goodForm), headers: given };
      for (const system of ['forms', 'billing']) {
        const [taken] = await intake.receive(system, delivery);
        expect(taken).toMatchObject({ kind: 'refused' });
        expect((taken as { code: string }).code).toMatch(/^ONW-SIGNATURE-/u);
      }
    }),
    { numRuns },
  );
});

test('any message of the line is an event or a refusal', { timeout: testTimeout }, async () => {
  const good = hl7Message();
  const pieces = [
    '|',
    '^',
    '~',
    '\\',
    '&',
    '\r',
    '\n',
    'MSH',
    'PID',
    'SIU^S12',
    'ORU^R01',
    'SCH|',
    'OBR|',
    '""',
    '\\X0D\\',
    'Canary',
    '20261102',
  ];
  const spoil = fc
    .array(fc.tuple(fc.nat({ max: good.length }), fc.constantFrom(...pieces), fc.nat({ max: 9 })), {
      maxLength: 8,
    })
    .map((edits) => {
      let text = good;
      for (const [at, piece, gone] of edits)
        text = text.slice(0, at) + piece + text.slice(at + gone);
      return new TextEncoder().encode(text);
    });
  const message = fc.oneof(spoil, fc.uint8Array({ maxLength: 300 }));
  await fc.assert(
    fc.asyncProperty(message, async (body) => {
      const delivery = { body, headers: {}, receivedAt: now };
      const taken = await intake.receiveLine('hl7v2', delivery);
      for (const each of taken) {
        if (each.kind === 'refused') expect(each.code).not.toBe('ONW-CONNECTOR-FAULT');
      }
      const verdict = { kind: 'refused', code: 'ONW-HL7-SYNTAX' } as const;
      expect(intake.acknowledge('hl7v2', delivery, verdict).length).toBeLessThan(2_000);
    }),
    { numRuns },
  );
});

test(
  'any CloudEvent is an event or a refusal that repeats nothing',
  { timeout: testTimeout },
  () => {
    const event = JSON.stringify({
      specversion: '1.0',
      id: 'E-1',
      source: 'portal',
      type: 'clinic.withdrew',
      time: '2026-11-02T09:00:00Z',
      subject: 'MRN-7',
      data: { patient: 'MRN-7', plan: 'plus' },
    });
    const item = fc.oneof(
      spoiled(event).map((text) => JSON.parse(text) as Json),
      tree,
    );
    fc.assert(
      fc.property(item, (given) => {
        const passed = gate.passCloudEvent(given, now);
        if (passed.kind === 'event') {
          expect(passed.event.type).toMatch(/^(?:clinic|forms|others|billing|lab)\./u);
          expect(JSON.stringify(passed.event.data)).not.toContain('Canary');
          return;
        }
        // The id of an event may be shown; a text of the input may not.
        const { id: _id, ...said } = passed;
        expect(JSON.stringify(said)).not.toContain('Canary');
      }),
      { numRuns },
    );
  },
);

test('frames: any bytes, however cut, stay within the bound', { timeout: testTimeout }, () => {
  const special = fc.constantFrom(0x0b, 0x1c, 0x0d, 0x41);
  const chunk = fc.array(fc.oneof(special, fc.nat({ max: 255 })), { maxLength: 60 });
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 12 }), (chunks) => {
      const reader = new FrameReader(32);
      for (const bytes of chunks) {
        for (const each of reader.push(Uint8Array.from(bytes))) {
          if (each.kind === 'too-large') return;
          expect(each.bytes.length).toBeLessThanOrEqual(32);
        }
      }
      // Whatever came before, a whole frame is read after the one that is open.
      const after = [...reader.push(frame(Uint8Array.of(0x42)))];
      const last = after.at(-1);
      if (last?.kind === 'message') expect(last.bytes.at(-1)).toBe(0x42);
    }),
    { numRuns },
  );
});

test(
  'addresses: one address has one class, however it is written',
  { timeout: testTimeout },
  () => {
    const byte = fc.nat({ max: 255 });
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), fc.string(), ([a, b, c, d], text) => {
        const plain = classOf(`${a}.${b}.${c}.${d}`);
        const high = ((a << 8) | b).toString(16);
        const low = ((c << 8) | d).toString(16);
        const mapped = [
          `::ffff:${a}.${b}.${c}.${d}`,
          `::ffff:${high}:${low}`,
          `0:0:0:0:0:FFFF:${high}:${low}`,
        ];
        expect(mapped.map(classOf)).toEqual([plain, plain, plain]);
        const carried = [
          `64:ff9b::${high}:${low}`,
          `2002:${high}:${low}::`,
          `::${a}.${b}.${c}.${d}`,
        ];
        expect(carried.map(classOf)).not.toContain('public');
        // The URL parser reads numbers as addresses: what it makes of one has the same class.
        const host = new URL(`http://${((a << 24) | (b << 16) | (c << 8) | d) >>> 0}/`).hostname;
        expect(classOf(host)).toBe(plain);
        expect(['public', 'private', 'loopback', 'forbidden']).toContain(classOf(text));
      }),
      { numRuns },
    );
  },
);

test('hosts: one form, which stays; a list has what it lists', { timeout: testTimeout }, () => {
  const host = fc.oneof(fc.string(), fc.domain(), fc.ipV4Extended(), fc.ipV6(), fc.webAuthority());
  fc.assert(
    fc.property(host, fc.nat({ max: 65_535 }), (text, port) => {
      const name = hostName(text);
      if (name === undefined) return;
      expect(hostName(name)).toBe(name);
      expect(hostName(name.toUpperCase())).toBe(name);
      const list = hostList(['listed.example', `[::1]:${port}`]);
      const isListed = ['listed.example', '::1'].includes(name);
      expect(list.has({ host: text, port, usual: port })).toBe(isListed);
    }),
    { numRuns },
  );
});
