import { expect, test } from 'vitest';

import { compile } from './compile.ts';
import { compileFiles, journeyText, linesOf, marked, programText } from './program.fixture.ts';
import { standIns } from './stand-in.fixture.ts';

const visit = journeyText('first: { wait: { for: 1d }, then: end }');
const week = 'week: { mon-fri: 09:00-17:00 }';

/** The program file with one mistake, marked where it must be reported. */
const hl7 = 'connector: hl7v2, owner: desk';
const writing = (write: string): string => `${hl7}, reconcile: { result: { write: { ${write} } } }`;

const mistakes: readonly (readonly [code: string, from: string, to: string])[] = [
  ['ONW-LANG-KEY', 'program: clinic', 'program: clinic\n¦calendar: {}'],
  ['ONW-LANG-FILE', '[visit.yaml]', '[visit.yaml, ¦gone.yaml]'],
  ['ONW-LANG-FILE', '[visit.yaml]', '[visit.yaml, ¦visit.yaml]'],
  ['ONW-LANG-FILE', '[visit.yaml]', '[¦../visit.yaml]'],
  ['ONW-LANG-TIME', 'America/New_York', '¦America/New_Yrok'],
  ['ONW-LANG-TIME', 'America/New_York', '¦"+05:00"'],
  ['ONW-LANG-TIME', week, 'week: { mon: ¦09:00-25:00 }'],
  ['ONW-LANG-TIME', week, 'week: { mon: [08:00-12:00, ¦22:00-06:00] }'],
  ['ONW-LANG-TIME', week, 'week: { ¦fri-mon: 09:00-17:00 }'],
  ['ONW-LANG-TIME', week, 'week: { ¦monday: 09:00-17:00 }'],
  ['ONW-LANG-TIME', week, `${week}, holidays: [¦2026-02-30]`],
  ['ONW-LANG-TIME', week, `${week}, overrides: { ¦2026-13-01: 09:00-12:00 }`],
  ['ONW-LANG-DUPLICATE', week, `${week}, holidays: [2026-02-03, ¦2026-02-03]`],
  ['ONW-LANG-DUPLICATE', week, 'week: { mon-fri: 09:00-17:00, ¦wed: 09:00-12:00 }'],
  ['ONW-LANG-CALENDAR', week, 'week: { mon: [09:00-12:00, ¦11:00-13:00] }'],
  ['ONW-LANG-CALENDAR', week, '¦week: {}'],
  ['ONW-LANG-CALENDAR', week, '¦week: { mon: 09:00-09:30 }'],
  ['ONW-LANG-UNKNOWN-CALENDAR', 'calendar: office', 'calendar: ¦ofice'],
  ['ONW-LANG-UNKNOWN-CALENDAR', 'templates:\n', 'messages: { hours: ¦ofice }\ntemplates:\n'],
  [
    'ONW-LANG-UNKNOWN-PURPOSE',
    'templates:\n',
    'messages: { hours: office, any-time: [¦cure] }\ntemplates:\n',
  ],
  [
    'ONW-LANG-DUPLICATE',
    'templates:\n',
    'messages: { hours: office, any-time: [care, ¦care] }\ntemplates:\n',
  ],
  ['ONW-LANG-UNKNOWN-OWNER', 'fallback: lead', 'fallback: ¦led'],
  ['ONW-LANG-FALLBACK', 'fallback: lead', 'fallback: ¦desk'],
  ['ONW-LANG-NAME', '[p-1]', '[¦Ann]'],
  ['ONW-LANG-NAME', '[p-1]', '[¦101]'],
  ['ONW-LANG-DUPLICATE', '[p-1]', '[p-1, ¦p-1]'],
  ['ONW-LANG-DUPLICATE', 'roles:\n', 'roles:\n  ¦desk: { calendar: office, people: [p-1] }\n'],
  ['ONW-LANG-DUPLICATE', '[E11.9, Z00]', '[E11.9, ¦E11.9]'],
  ['ONW-LANG-DUPLICATE', 'channels: [sms, email]', 'channels: [sms, ¦sms]'],
  ['ONW-LANG-NAME', '[E11.9, Z00]', '[E11.9, ¦"Z 00"]'],
  ['ONW-LANG-LADDER', 'escalate: [lead]', 'escalate: [¦desk]'],
  ['ONW-LANG-UNKNOWN-CONNECTOR', 'connector: stripe', 'connector: ¦strip'],
  ['ONW-LANG-UNKNOWN-OWNER', 'stripe, owner: desk', 'stripe, owner: ¦disk'],
  [
    'ONW-LANG-SETTINGS',
    'clinic: { connector: api',
    'clinic: { settings: { events: [¦a] }, connector: picky',
  ],
  ['ONW-LANG-UNKNOWN-EVENT', hl7, writing('¦scheduler.result.finall: scheduler.note-result')],
  ['ONW-LANG-UNKNOWN-EVENT', hl7, writing('¦scheduler.appointment.booked: scheduler.book')],
  ['ONW-LANG-UNKNOWN-COMMAND', hl7, writing('scheduler.result.final: ¦scheduler.note-resalt')],
  ['ONW-LANG-WRITE-BACK', hl7, writing('scheduler.result.final: ¦scheduler.book')],
  ['ONW-LANG-UNKNOWN-SYSTEM', 'refs: { contact: { system: crm', 'refs: { contact: { system: crn'],
  ['ONW-LANG-UNKNOWN-LIST', 'list: reasons', 'list: reason'],
  ['ONW-LANG-TYPE', 'version: 1', 'version: ¦1.5'],
  ['ONW-LANG-MISSING', 'version: 1, ', ''],
  ['ONW-LANG-YAML', 'program: clinic', 'program: ¦*clinic'],
  ['ONW-LANG-YAML', 'program: clinic', 'program: !!binary ¦clinic'],
];

test.each(mistakes)('%s when "%s" becomes "%s"', (code, from, to) => {
  const { text, place } = marked(programText.replace(from, to));
  const result = compileFiles({ 'program.yaml': text, 'visit.yaml': visit });
  // Without a mark the place is where something is not.
  const known = to.includes('¦');
  const found = linesOf(result).map((line) => (known ? line : line.split(' ')[0]));
  expect(found).toEqual([known ? `${code} ${place}` : code]);
});

test('a circle of fallbacks is reported at each team in it', () => {
  const text = programText.replace('people: [p-2]', 'people: [p-2], fallback: desk');
  const result = compileFiles({ 'program.yaml': text, 'visit.yaml': visit });
  expect(result.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'ONW-LANG-FALLBACK The fallbacks run in a circle: desk → lead → desk.',
    'ONW-LANG-FALLBACK The fallbacks run in a circle: lead → desk → lead.',
  ]);
});

test('many problems are found in one reading, in the order of files and lines', () => {
  const { problems } = compileFiles({
    'program.yaml': programText
      .replace('calendar: office', 'calendar: ofice')
      .replace('version: 1', 'version: 1, lang: en'),
    'visit.yaml': visit
      .replace('then: end', 'then: ned, colour: red')
      .replace('ok: flag', 'ok: { ref: x }'),
  });
  expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
    'program.yaml:6 ONW-LANG-UNKNOWN-CALENDAR',
    'program.yaml:38 ONW-LANG-KEY',
    'visit.yaml:5 ONW-LANG-UNKNOWN-SYSTEM',
    'visit.yaml:20 ONW-LANG-UNKNOWN-STEP',
    'visit.yaml:20 ONW-LANG-KEY',
  ]);
});

test('a problem says what is wrong, where, what was meant and what is allowed', () => {
  const text = visit.replace('start: first', 'start: first\non: { billing.payment.suceeded: end }');
  expect(compileFiles({ 'visit.yaml': text }).problems).toEqual([
    {
      severity: 'error',
      code: 'ONW-LANG-UNKNOWN-EVENT',
      file: 'visit.yaml',
      line: 17,
      column: 7,
      path: '/on/billing.payment.suceeded',
      message: 'There is no event of billing "payment.suceeded"; did you mean "payment.succeeded"?',
      allowed: 'checkout.completed, payment.failed, payment.succeeded',
    },
  ]);
});

test('an entry that is not there is a problem', () => {
  const result = compile({ entry: 'program.yaml', read: () => undefined }, standIns);
  expect(linesOf(result)).toEqual(['ONW-LANG-FILE 1:1']);
});

test('an outcome or milestone that the other journey does not have is a problem', () => {
  const other = visit.replace('journey: visit', 'journey: rehab');
  const text = journeyText(`
first:
  depends: { journey: rehab, milestone: better }
  reached: end
  ended: { worse: end }
  never-started: end
  within: 3d
  overdue: { then: end }
`);
  const program = programText.replace('[visit.yaml]', '[visit.yaml, rehab.yaml]');
  const files = { 'program.yaml': program, 'visit.yaml': text, 'rehab.yaml': other };
  expect(linesOf(compileFiles(files))).toEqual([
    'ONW-LANG-DEPENDS 20:7',
    'ONW-LANG-UNKNOWN-MILESTONE 21:47',
    'ONW-LANG-UNKNOWN-OUTCOME 23:18',
  ]);
});
