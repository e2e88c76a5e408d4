/** A small program for tests: its files as text, and where `¦` marks the place of a finding. */
import type { Holidays } from '../holidays.ts';
import type { CompileResult } from './compile.ts';
import { compile } from './compile.ts';
import type { Journey } from './model.ts';
import { standIns } from './stand-in.fixture.ts';

/** Files by name. A test replaces the one it is about. */
export type Files = Readonly<Record<string, string>>;

export const programText = `program: clinic
journeys: [visit.yaml]
calendars:
  office: { zone: America/New_York, week: { mon-fri: 09:00-17:00 } }
teams:
  desk: { calendar: office, people: [p-1], fallback: lead }
roles:
  lead: { calendar: office, people: [p-2] }
codes:
  reasons: [E11.9, Z00]
exceptions: { within: 1d, escalate: [lead], every: 1d }
systems:
  billing: { connector: stripe, owner: desk }
  scheduler: { connector: hl7v2, owner: desk }
  mail: { connector: webhook, owner: desk, settings: { messages: true } }
  ehr: { connector: webhook, owner: desk, settings: { commands: {} } }
  clinic: { connector: api, owner: desk }
  crm:
    connector: api
    owner: desk
    settings:
      events:
        left: {}
        told:
          refs: { contact: { system: crm, of: subject } }
          data:
            reason: { kind: code, list: reasons }
            tries: { kind: count, max: 9 }
            plan: { kind: one-of, values: [basic, plus] }
            price: { kind: money }
            born: { kind: date }
            took: { kind: duration }
            since: { kind: instant }
            ok: { kind: flag }
      commands:
        note: { args: { ok: { kind: flag } }, returns: { stored: { kind: instant } } }
templates:
  hello: { version: 1, purpose: care, channels: [sms, email] }
`;

const head = `journey: visit
subject: patient
owner: desk
facts:
  ok: flag
  plan: [basic, plus]
  tries: { count: 3 }
  at: instant
  born: date
  took: duration
  price: money
  reason: { code: reasons }
  contact: { ref: crm }
  slot: { ref: scheduler }
enrol: { on: crm.told, once-per: subject }
start: first
`;

/** A journey whose only stage has these steps, and an end named `end`. */
export function journeyText(steps: string): string {
  const indented = steps.trim().replaceAll(/^/gmu, '      ');
  return `${head}stages:\n  main:\n    steps:\n${indented}\n      end: { end: done }\n`;
}

/** Compiles the small program with some of its files replaced. */
export function compileFiles(files: Files, holidays?: Holidays): CompileResult {
  const all: Files = { 'program.yaml': programText, ...files };
  const read = (path: string): string | undefined =>
    Object.hasOwn(all, path) ? all[path] : undefined;
  return compile({ entry: 'program.yaml', read }, standIns, holidays);
}

/** The journey with these steps, compiled; fails with its problems. */
export function journeyOf(text: string): Journey {
  const result = compileFiles({ 'visit.yaml': text });
  const journey = result.program?.journeys['visit'];
  if (journey === undefined) throw new Error(JSON.stringify(result.problems, null, 2));
  return journey;
}

/** A file without its `¦`, and the line and column where it stood. */
export function marked(text: string): { text: string; place: string } {
  const before = text.slice(0, text.indexOf('¦')).split('\n');
  return {
    text: text.replace('¦', ''),
    place: `${before.length}:${(before.at(-1) ?? '').length + 1}`,
  };
}

/** Problems as short lines: code and place. */
export function linesOf(result: CompileResult): readonly string[] {
  return result.problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}
