import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Facts, Json } from '../../core/index.ts';
import { codes, receive, setupWith } from './messages.fixture.ts';
import { controlIdOf, escapeText, writeMessage } from './build.ts';
import { compose } from './compose.ts';
import { hl7v2 } from './index.ts';
import { Message, usual } from './message.ts';
import { booking, settings } from './peer.fixture.ts';
import { settingsOf } from './settings.ts';

const nowMs = Date.parse('2026-11-02T09:00:00Z');
const start = Date.parse('2026-11-05T19:00:00Z');
const control = controlIdOf('jrn_2a.12.0');

function written(command: string, args: Facts, changed: Json = {}): string {
  const checked = settingsOf(setupWith({ ...settings, ...(changed as object) }));
  const asked = { ...booking(), command, args: { patient: 'MRN-7', ...args } };
  const composed = compose(asked, checked, nowMs);
  return composed === undefined
    ? 'nothing'
    : new TextDecoder().decode(writeMessage(composed.segments));
}

const book = { appointment: 'uid-0', start, end: start + 1_800_000 };

describe('messages', () => {
  test('SIU S12', () => {
    expect(written('book', book).split('\r')).toEqual([
      `MSH|^~\\&|ONWARD||HIS|NORTH|20261102040000-0500||SIU^S12^SIU_S12|${control}|P|2.5.1`,
      'SCH|uid-0^ONWARD|uid-0^ONWARD||||Booked|||||^^^20261105140000-0500^20261105143000-0500' +
        '|||||ONWARD||||ONWARD|||||Booked^Booked^HL70278',
      'TQ1|1||||||20261105140000-0500|20261105143000-0500',
      'PID|1||MRN-7^^^NORTH^MR||^^^^^^U',
      'RGS|1|A',
      'AIS|1|A|70551^MRI head^C4|20261105140000-0500',
      'AIL|1|A|ROOM-1',
      '',
    ]);
  });

  test('SIU S13 and S15', () => {
    const moved = written('move', { appointment: 'uid-0', start });
    expect(moved).toMatch(/\|SIU\^S13\^SIU_S12\|.*\rRGS\|1\|U\r/su);
    const cancelled = written('cancel', { appointment: 'uid-0' });
    expect(cancelled).toMatch(/\|SIU\^S15\^SIU_S12\|.*\|Cancelled\^.*\rRGS\|1\|D\r/su);
    expect(cancelled).toContain('||||FOLLOWUP^Follow-up|FOLLOWUP^Follow-up|');
    expect(cancelled).not.toContain('TQ1');
  });

  test('ORM O01 and OMG O19', () => {
    const order = { service: 'mri-head', visit: 'V-3', start };
    expect(written('order-mri', order).split('\r').slice(1)).toEqual([
      'PID|1||MRN-7^^^NORTH^MR||^^^^^^U',
      `PV1|1|U${'|'.repeat(17)}V-3`,
      `ORC|NW|${control}^ONWARD|||||^^^20261105140000-0500^^S||20261102040000-0500`,
      `OBR|1|${control}^ONWARD||70551^MRI head^C4${'|'.repeat(23)}^^^20261105140000-0500^^S`,
      '',
    ]);
    const omg = written('order-mri', order, { orders: 'omg' });
    expect(omg).toContain('|OMG^O19^OMG_O19|');
    expect(omg).toContain('\rTQ1|1||||||20261105140000-0500||S\r');
    const old = written('order-mri', order, { orders: 'omg', version: '2.4' });
    expect(old).not.toContain('TQ1');
    expect(old).toContain('^^^20261105140000-0500^^S');
  });

  test('REF I12', () => {
    expect(written('refer', { referrer: 'D-1' }).split('\r').slice(1)).toEqual([
      `RF1|P^Pending^HL70283|R^^HL70280||||${control}^ONWARD`,
      'PRD|RT^Referred to Provider^HL70286||||||P-77',
      'PRD|RP^Referring Provider^HL70286||||||D-1',
      'PID|1||MRN-7^^^NORTH^MR||^^^^^^U',
      '',
    ]);
  });

  test('versions differ in where a time stands and how a type is written', () => {
    expect(written('book', book, { version: '2.3' })).toContain('|SIU^S12|');
    expect(written('book', book, { version: '2.3' })).not.toContain('TQ1');
    expect(written('book', book, { version: '2.7' })).not.toContain('^^^2026');
    expect(written('book', book, { version: '2.7' })).toContain('TQ1');
    const utc = written('book', book, { zone: undefined as unknown as Json });
    expect(utc).toContain('|20261102090000+0000|');
  });

  test('no name, no text, nothing that a journey does not know', () => {
    expect(written('book', book)).not.toMatch(/""|undefined/u);
  });
});

test('what goes out is read by what comes in, as the same thing', () => {
  const at = { occurredAt: nowMs };
  expect(receive(written('book', book))).toMatchObject([
    {
      event: {
        event: 'appointment.booked',
        id: control,
        refs: { patient: 'MRN-7', appointment: 'uid-0' },
        data: { start, end: start + 1_800_000, status: 'booked' },
        ...at,
      },
    },
  ]);
  expect(codes(receive(written('move', { appointment: 'A', start })))).toEqual([
    'appointment.rescheduled',
  ]);
  expect(codes(receive(written('cancel', { appointment: 'A' })))).toEqual([
    'appointment.cancelled',
  ]);
  expect(receive(written('order-mri', { service: 'mri-head', visit: 'V-3', start }))) //
    .toMatchObject([{ event: { event: 'order.placed', refs: { order: control, visit: 'V-3' } } }]);
  expect(receive(written('refer', { referrer: 'D-1' }))).toMatchObject([
    {
      event: {
        event: 'referral.received',
        refs: { referral: control, patient: 'MRN-7' },
        data: { status: 'pending', priority: 'routine' },
      },
    },
  ]);
});

describe('keys and arguments', () => {
  test('a try again has the same control id, another command another', () => {
    expect(controlIdOf('jrn_2a.12.0')).toBe(control);
    expect(controlIdOf('jrn_2a.12.1')).not.toBe(control);
    expect(control).toMatch(/^[0-9a-f]{20}$/u);
  });

  test('an appointment without an id of its own goes under ours, which comes back', () => {
    const checked = settingsOf(setupWith(settings));
    const asked = { ...booking(), command: 'hold', args: { patient: 'MRN-7', start } };
    expect(compose(asked, checked, nowMs)?.returns).toEqual({ appointment: control });
    expect(written('hold', { start })).toContain(`\rSCH|${control}^ONWARD|${control}^ONWARD|`);
  });

  test.each<readonly [string, Facts]>([
    ['book', { start }],
    ['book', { ...book, start: 'today' }],
    ['book', { ...book, appointment: '' }],
    ['order-mri', { service: 'unknown', visit: 'V-3', start }],
    ['other', {}],
  ])('%s %o is nothing that could be written', (command, args) => {
    expect(written(command, args)).toBe('nothing');
  });

  test('a command that does not fit is refused and nothing is sent', async () => {
    const out = { ...({} as object), nowMs: () => nowMs } as Parameters<
      NonNullable<typeof hl7v2.send>
    >[2];
    const asked = { ...booking(), args: {} };
    expect(await hl7v2.send?.(asked, setupWith(settings), out)).toEqual({
      kind: 'rejected',
      data: {},
      code: 'ONW-HL7-ARGUMENT',
    });
  });
});

describe('escaping', () => {
  test('separators, line ends and frame bytes lose their meaning', () => {
    expect(escapeText('a|b^c~d\\e&f')).toBe('a\\F\\b\\S\\c\\R\\d\\E\\e\\T\\f');
    expect(escapeText('a\r\u000b\u001c\n')).toBe('a\\X0D\\\\X0B\\\\X1C\\\\X0A\\');
  });

  test('whatever an id is, the message has the segments it had, and the id is read back', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const special = fc.string({ unit: fc.constantFrom('|', '^', '~', '\\', '&', 'a', '\r', '"') });
    fc.assert(
      fc.property(fc.oneof(id, special), (text) => {
        const message = written('book', { ...book, appointment: `x${text}x` });
        const segments = message.split('\r').slice(0, -1);
        expect(segments.map((each) => each.slice(0, 3))).toEqual([
          ...['MSH', 'SCH', 'TQ1', 'PID', 'RGS', 'AIS', 'AIL'],
        ]);
        const read = new Message(segments, usual);
        // oxlint-disable-next-line no-control-regex -- control characters have no way back
        const plain = `x${text}x`.replaceAll(/[\u0000-\u001f\u007f]/gu, '');
        expect(read.text(read.first('SCH'), 2)).toBe(plain);
        expect(read.text(read.first('SCH'), 25)).toBe('Booked');
      }),
    );
  });

  test('a message in other letters than ASCII says that it is UTF-8', () => {
    const message = written('book', { ...book, appointment: 'Zoë-診' });
    expect(message.split('\r')[0]).toMatch(/\|2\.5\.1\|{6}UNICODE UTF-8$/u);
    expect(receive(message)).toMatchObject([{ event: { refs: { appointment: 'Zoë-診' } } }]);
  });
});

describe('settings', () => {
  test('say what the system can be asked', () => {
    const described = hl7v2.describe(settings);
    const commands = 'manifest' in described ? described.manifest.commands : {};
    const patient = { kind: 'ref', system: '' };
    const appointment = { kind: 'ref', system: 'calendar' };
    const instant = { kind: 'instant' };
    expect(commands).toEqual({
      book: {
        args: { patient, appointment, start: instant, end: instant },
        returns: { appointment },
      },
      move: { args: { patient, appointment, start: instant }, returns: {} },
      cancel: { args: { patient, appointment }, returns: {} },
      'order-mri': {
        args: {
          patient,
          service: { kind: 'code', list: 'services' },
          visit: { kind: 'ref', system: '' },
          start: instant,
        },
        returns: { order: { kind: 'ref', system: '' } },
      },
      refer: {
        args: { patient, referrer: { kind: 'ref', system: '' } },
        returns: { referral: { kind: 'ref', system: '' } },
      },
      hold: {
        args: { patient, start: instant },
        returns: { appointment: { kind: 'ref', system: '' } },
      },
    });
    expect(hl7v2.describe({ ...settings, 'knows-repeats': true, rhythm: '1h' })).toMatchObject({
      manifest: { idempotent: true, quietMs: 7_200_000 },
    });
  });

  const at = (command: Json) => ({ ...settings, commands: { c: command } });
  test.each<readonly [Json, readonly (string | number)[]]>([
    [{ commands: { c: { do: 'cancel', with: ['appointment'] } } }, ['url']],
    [at({ do: 'dance' }), ['commands', 'c', 'do']],
    [at({ do: 'cancel' }), ['commands', 'c']],
    [at({ do: 'cancel', with: ['appointment', 'name'] }), ['commands', 'c', 'with', 1]],
    [
      at({ do: 'cancel', set: { visit: 'V' }, with: ['appointment', 'visit'] }),
      ['commands', 'c', 'with', 1],
    ],
    [at({ do: 'book', set: { start: '2026' } }), ['commands', 'c', 'set', 'start']],
    [at({ do: 'order', set: { service: 'x' } }), ['commands', 'c', 'set', 'service']],
    [
      at({ do: 'refer', set: { provider: 'P', priority: 'soon' } }),
      ['commands', 'c', 'set', 'priority'],
    ],
    [
      { url: 'U', commands: { c: { do: 'order', with: ['service'] } } },
      ['commands', 'c', 'with', 0],
    ],
    [{ 'acknowledge-within': '6m' }, ['acknowledge-within']],
    [{ version: '3' }, ['version']],
    [{ systems: { patient: 'ehr' } }, ['systems']],
  ])('%o has a problem at %o', (given, path) => {
    const described = hl7v2.describe(given);
    expect('problems' in described && described.problems.map((each) => each.path)).toEqual([path]);
  });
});
