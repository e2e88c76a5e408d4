import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import type { Json, Verdict } from '../../core/index.ts';
import { hl7v2 } from './index.ts';
import { codes, deliver, message, msh, pid, receive, setupWith } from './messages.fixture.ts';

const covering = (content: string) => {
  return { content: createHash('sha256').update(content).digest('hex'), part: 1 };
};

describe('the bytes as they come', () => {
  const update = message(msh('ADT^A08'), pid);
  const expected = [{ event: { event: 'patient.updated', refs: { patient: 'MRN-7' } } }];

  test.each([
    ['a byte order mark', `\uFEFF${update}`],
    ['line feeds', update.replaceAll('\r', '\n')],
    ['both', update.replaceAll('\r', '\r\n')],
    ['blank lines and blanks before segments', update.replaceAll('\r', '\r\r  \r ')],
    ['MLLP bytes', `\u000b${update}\r\u001c\r`],
    ['a batch envelope', `FHS|^~\\&|X\rBHS|^~\\&|X\r${update}\rBTS|1\rFTS|1`],
    ['text before the header', `hello\r${update}`],
    ['segments in odd places', message(msh('ADT^A08'), 'ZZZ|x', 'PV1|1|I', pid, 'EVN|A08')],
    ['lines that are no segment', `${update}\rcontinued text of a note`],
    ['other separators', update.replaceAll('|', '#').replaceAll('^', '%').replaceAll('~', '!')],
    ['a header that declares two of them', update.replace('^~\\&', '^~')],
  ])('%s', (_name, text) => expect(receive(text)).toMatchObject(expected));

  test('several messages in one payload', () => {
    const second = message(msh('ADT^A03', 'M-2'), pid);
    expect(receive(`${update}\r\n${second}`)).toMatchObject([
      { event: { event: 'patient.updated', id: 'M-1', covers: covering(update) } },
      { event: { event: 'patient.discharged', id: 'M-2', covers: covering(second) } },
    ]);
    expect(receive(message(update, 'NK1|1|MSH|MSH'))).toHaveLength(1);
  });

  test.each([
    ['8859/1', 'latin1'],
    ['', 'latin1'],
    ['UNICODE UTF-8', 'utf8'],
    ['ASCII', 'utf8'],
    ['WHATEVER', 'latin1'],
  ] as const)('the character set %s over %s bytes', (set, encoding) => {
    const header = `${msh('ADT^A08')}||||||${set}`;
    const text = message(header, 'PID|1||Zoë-7^^^^MR||Čanary');
    expect(receive(Buffer.from(text, encoding))).toMatchObject([
      { event: { refs: { patient: 'Zoë-7' } } },
    ]);
  });

  test('UTF-16 with its mark', () => {
    expect(receive(Buffer.from(`\uFEFF${update}`, 'utf16le'))).toMatchObject(expected);
  });

  test.each([
    ['nothing', ''],
    ['JSON', '{"MSH":1}'],
    ['a header alone', 'MSH'],
    ['separators that are the same', 'MSH|^^^^|A'],
    ['letters as separators', 'MSHabcdeMSH'],
    ['control characters', 'MSH\u0001^~\\&\u0001'],
  ])('%s is refused', (_name, text) => {
    expect(codes(receive(text))).toEqual(['ONW-HL7-SYNTAX']);
  });

  test('more than 1 MiB is refused', () => {
    expect(codes(receive(Buffer.alloc(1_048_577, 65)))).toEqual(['ONW-HL7-TOO-LARGE']);
  });

  test.each(['', 'M-1', 'Canary, Eleanor'])('the id “%s” is left to the gate', (id) => {
    const content = message(msh('ADT^A08', id), pid);
    expect(receive(content)).toMatchObject([{ event: { id, covers: covering(content) } }]);
  });

  test('MLLP bytes that frame nothing begin no message', () => {
    const within = update.replace('Canary', `\u000b${update}`);
    expect(receive(within)).toHaveLength(1);
    expect(receive(within.replace('\u000b', '\u001c'))).toHaveLength(1);
    expect(receive(within.replace('\u000b', '\u001c\u001c'))).toHaveLength(1);
    const second = message(msh('ADT^A03', 'M-2'), pid);
    for (const between of ['\u001c\r\u000b', '\r\u001c\r\u000b', '\u001c\u000b', '\r\u000b']) {
      const both = receive(`\u000b${update}${between}${second}\u001c\r`);
      expect(codes(both)).toEqual(['patient.updated', 'patient.discharged']);
    }
  });

  test('any bytes get a result', () => {
    for (let seed = 1; seed < 2_000; seed++) {
      const text = `${msh('SIU^S12')}\r${pid}\rSCH|||F`;
      const cut = (seed * 7_919) % text.length;
      const odd = String.fromCharCode(33 + (seed % 90));
      const mangled = text.slice(0, cut) + odd + text.slice(cut + (seed % 3));
      expect(() => receive(mangled)).not.toThrow();
    }
  });
});

describe('which system a message is for', () => {
  const update = deliver(message(msh('ADT^A08'), pid));
  const claims = (settings: Json): unknown => hl7v2.claims?.(update, setupWith(settings));

  test('by sending application or facility', () => {
    expect(claims({ facilities: ['SCHED'] })).toBe('named');
    expect(claims({ facilities: ['OTHER', 'NORTH'] })).toBe('named');
    expect(claims({ facilities: ['LAB'] })).toBe('no');
    expect(claims({})).toBe('anyone');
    expect(codes(receive(update.body, { facilities: ['LAB'] }))).toEqual(['ONW-HL7-FACILITY']);
  });
});

describe('acknowledgements', () => {
  const answer = (text: string, verdict: Verdict): readonly (readonly string[])[] => {
    const bytes = hl7v2.acknowledge?.(deliver(text), verdict) ?? new Uint8Array();
    const lines = new TextDecoder().decode(bytes).split('\r');
    return lines.map((line) => line.split(text.charAt(3) || '|'));
  };
  const update = message(msh('ADT^A08'), pid);

  test('name the message, the verdict and our code, and nothing of the patient', () => {
    const [header, acknowledged, , end] = answer(update, { kind: 'accepted' });
    expect(header?.slice(0, 6)).toEqual(['MSH', '^~\\&', 'ONWARD', '', 'SCHED', 'NORTH']);
    expect(header?.[6]).toBe('20261102090000+0000');
    expect(header?.[8]).toBe('ACK^A08^ACK');
    expect(header?.[11]).toBe('2.5.1');
    expect(acknowledged).toEqual(['MSA', 'AA', 'M-1']);
    expect(end).toBeUndefined();
    const refused = answer(update, { kind: 'refused', code: 'ONW-HL7-ZONE' });
    expect(refused[1]).toEqual(['MSA', 'AE', 'M-1']);
    expect(refused[2]?.[5]).toBe('ONW-HL7-ZONE');
    expect(answer(update, { kind: 'retry', code: 'ONW-INGEST-FAILED' })[1]?.[1]).toBe('AR');
    expect(JSON.stringify(refused)).not.toMatch(/MRN|Canary/u);
  });

  test('a message nobody waits for does not stop the sender', () => {
    const unused = answer(update, { kind: 'refused', code: 'ONW-HL7-EVENT-UNUSED' });
    expect(unused[1]?.[1]).toBe('AA');
    expect(unused).toHaveLength(3);
  });

  test('separators and id are the sender’s own', () => {
    const odd = update.replaceAll('|', '#').replaceAll('^', '%').replace('M-1', 'M\\T\\1');
    expect(answer(odd, { kind: 'accepted' })[1]).toEqual(['MSA', 'AA', 'M\\T\\1']);
  });

  test.each([
    ['', 'utf8', 'Ĝ-1'],
    ['UNICODE UTF-8', 'utf8', '診-Ĝċč-😀'],
    ['', 'latin1', 'Zoë-1'],
    ['8859/1', 'latin1', 'Zoë-1'],
    ['8859/2', 'latin1', '\u00a3\u00d8-1'],
  ] as const)('in the character set %s over %s the id comes back as sent', (set, encoding, id) => {
    const body = Buffer.from(message(`${msh('ADT^A08', id)}||||||${set}`, pid), encoding);
    const answered = hl7v2.acknowledge?.(deliver(body), { kind: 'accepted' }) ?? new Uint8Array();
    expect(Buffer.from(answered).toString(encoding)).toMatch(new RegExp(`\rMSA.AA.${id}\r$`, 'u'));
  });

  test('no control byte comes back, but those that end segments', () => {
    const every = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code));
    const id = every.filter((each) => !'|\r\n'.includes(each));
    for (const encoding of ['utf8', 'latin1', 'utf16le'] as const) {
      for (const set of ['', '8859/1', '8859/2', '8859/7', '8859/9', 'UNICODE']) {
        for (let from = 0; from < id.length; from += 40) {
          const header = `${msh('ADT^A08', id.slice(from, from + 40).join(''))}||||||${set}`;
          const mark = encoding === 'utf16le' ? '\uFEFF' : '';
          const body = Buffer.from(mark + message(header, pid), encoding);
          const code = 'ONW-HL7-ZONE';
          const answered = hl7v2.acknowledge?.(deliver(body), { kind: 'refused', code });
          const controls = [...(answered ?? [])].filter((byte) => byte < 0x20);
          expect(controls).toEqual([0x0d, 0x0d, 0x0d]);
        }
      }
    }
  });

  test('bytes that are no message are answered as well', () => {
    const [header, acknowledged] = answer('', { kind: 'refused', code: 'ONW-HL7-SYNTAX' });
    expect(header?.[0]).toBe('MSH');
    expect(acknowledged).toEqual(['MSA', 'AE', '']);
  });

  test('names that are no names are not repeated', () => {
    const odd = update.replace('SCHED', 'Canary <b>').replace('NORTH', 'x'.repeat(100));
    expect(JSON.stringify(answer(odd, { kind: 'accepted' }))).not.toMatch(/Canary|xxx/u);
  });
});
