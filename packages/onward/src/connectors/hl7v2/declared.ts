/** Data that a program's settings add to events, by the places where messages have them. */
import * as z from 'zod';
import type {
  CodeLists,
  EventType,
  FactType,
  FactValue,
  Json,
  SettingsProblem,
} from '../../core/index.ts';
import type { Data, Datum } from '../datum.ts';
import { datumAt, datumTypes, readDatum, takenNames } from '../datum.ts';
import { name } from '../problems.ts';
import { eventTypes } from './events.ts';
import type { Message } from './message.ts';
import type { Hl7Path } from './path.ts';
import { readHl7Path } from './path.ts';
import type { Local } from './time.ts';
import { readDay, readTime } from './time.ts';

const hl7Path: z.ZodType<Hl7Path> = z.unknown().transform((raw, context) => {
  const path = typeof raw === 'string' ? readHl7Path(raw) : undefined;
  if (path !== undefined) return path;
  const message =
    'Write a place in the message, such as SCH-6.1, PID-3[2].1 or OBX[2]-8; numbers are from 1.';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Event to the data that it has beside its own. */
export const dataSchema = z.record(z.string(), z.record(name, datumAt(hl7Path)));

type Declared = Readonly<Record<string, Data<Hl7Path>>>;

/** Every event the connector can say, with what the settings declare. */
export function declaredEvents(settings: {
  readonly data: Declared;
  readonly 'patient-system': string;
}): Readonly<Record<string, EventType>> {
  const types = Object.entries(eventTypes(settings['patient-system']));
  return Object.fromEntries(
    types.map(([event, { refs, data }]) => {
      return [event, { refs, data: { ...data, ...datumTypes(settings.data[event]) } }];
    }),
  );
}

/** What is wrong with the data of settings whose form is right. */
export function dataProblems(declared: Declared): readonly SettingsProblem[] {
  const known = eventTypes('');
  return Object.entries(declared).flatMap(([event, data]) => {
    const type = Object.hasOwn(known, event) ? known[event] : undefined;
    const at = ['data', event];
    if (type === undefined) {
      return [{ path: at, message: 'No event of this connector has this name.' }];
    }
    const misfits = Object.entries(data).flatMap(([each, datum]) => {
      const message = misfit(datum);
      return message === undefined ? [] : [{ path: [...at, each, 'type'], message }];
    });
    const taken = [type.refs, type.data].flatMap((each) => Object.keys(each));
    return [...takenNames(at, data, taken), ...misfits];
  });
}

/** Segments about a person: their dates are of birth, death and the like. */
const personal = new Set(['PID', 'PD1', 'NK1', 'GT1', 'IN1', 'IN2', 'IN3', 'MRG']);

function misfit({ path, type }: Datum<Hl7Path>): string | undefined {
  const isTime = type.kind === 'instant' || type.kind === 'date';
  if (isTime && personal.has(path.segment)) {
    return 'A date of a person is not read; take the time from another segment.';
  }
  const isMeasured = path.segment === 'OBX' && path.field === 5;
  if (isMeasured && (isTime || type.kind === 'count' || type.kind === 'ref')) {
    return 'What was measured is not read; declare names or a flag, or read OBX-8.';
  }
  return undefined;
}

/** What reading depends on, beside the message and its declared data. */
interface Reading {
  readonly codes: CodeLists;
  readonly local: Local;
}

/** Facts by name; or the datum that does not fit, or has a time of which nobody knows the zone. */
export type DeclaredRead =
  | { readonly kind: 'read'; readonly facts: Readonly<Record<string, FactValue>> }
  | { readonly kind: 'unfit' | 'no-zone'; readonly name: string };

/** The declared data of a message; nothing at a place leaves its datum out. */
export function readDeclared(
  message: Message,
  data: Data<Hl7Path>,
  { codes, local }: Reading,
): DeclaredRead {
  const facts: Record<string, FactValue> = {};
  for (const [each, datum] of Object.entries(data)) {
    const text = message.at(datum.path);
    if (datum.type.kind === 'instant') {
      const at = readTime(text, local);
      if (at === 'no-zone') return { kind: 'no-zone', name: each };
      if (at === 'unreadable') return { kind: 'unfit', name: each };
      // A day without an hour is no instant, and no fault.
      if (at !== 'none') facts[each] = at;
      continue;
    }
    const value = valueOf(text, datum.type);
    // Nothing there, or a month where a day is asked for.
    if (value === '') continue;
    const fact = value === undefined ? undefined : readDatum(datum, value, codes);
    if (fact === undefined) return { kind: 'unfit', name: each };
    facts[each] = fact;
  }
  return { kind: 'read', facts };
}

/** A field's text as JSON would have it: Y and N (table 0136), NM, and the day of a DTM. */
function valueOf(text: string, { kind }: FactType): Json | undefined {
  if (kind === 'flag') return text === 'Y' ? true : text === 'N' ? false : text;
  if (kind === 'count') return /^\+?\d{1,15}(?:\.0*)?$/.test(text) ? Number(text) : text;
  return kind === 'date' ? readDay(text) : text;
}
