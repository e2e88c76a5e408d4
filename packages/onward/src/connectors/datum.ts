/**
 * A datum that settings declare by a path of the system's own protocol: where it stands, its closed
 * type, and what its names are called there.
 */
import * as z from 'zod';
import type {
  CodeLists,
  FactType,
  FactTypes,
  FactValue,
  Json,
  SettingsProblem,
} from '../core/index.ts';
import { readFact } from '../core/index.ts';
import { factType } from './problems.ts';

/** A declared datum; `P` is a path that is ready to be followed. */
export interface Datum<P> {
  readonly path: P;
  readonly type: FactType;
  /** What the system writes, to the name of the type: `S: stat`. Absent: it writes the name. */
  readonly of?: Readonly<Record<string, string>> | undefined;
}

/** Declared data by name. */
export type Data<P> = Readonly<Record<string, Datum<P>>>;

/** Facts by name, or the name of the first datum that does not have its type. */
export type DataRead =
  | { readonly kind: 'read'; readonly facts: Readonly<Record<string, FactValue>> }
  | { readonly kind: 'unfit'; readonly name: string };

/** A datum in settings: `{ path, type, of? }`. */
export function datumAt<P>(path: z.ZodType<P>): z.ZodType<Datum<P>> {
  const of = z.record(z.string().max(256), z.string().max(64)).optional();
  return z.strictObject({ path, type: factType, of }).superRefine((datum, context) => {
    const { type, of: names } = datum as Datum<P>;
    const issue = (at: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [at], message });
    if (type.kind === 'duration' || type.kind === 'money') {
      issue('type', 'No path gives a duration or money; declare a count, a code or a flag.');
    }
    if (names === undefined) return;
    if (type.kind !== 'one-of' && type.kind !== 'code') {
      issue('of', 'Only a type with names has them.');
    } else if (type.kind === 'one-of') {
      const isOther = Object.values(names).some((each) => !type.values.includes(each));
      if (isOther) issue('of', 'Each name must be one of the type.');
    }
  });
}

/** The names that an event has already, as problems at `path`. */
export function takenNames(
  path: SettingsProblem['path'],
  data: Data<unknown>,
  taken: readonly string[],
): readonly SettingsProblem[] {
  const message = 'The event has a datum or a ref of this name already; choose another.';
  const twice = Object.keys(data).filter((each) => taken.includes(each));
  return twice.map((each) => ({ path: [...path, each], message }));
}

/** The types of declared data. */
export function datumTypes(data: Data<unknown> = {}): FactTypes {
  return Object.fromEntries(Object.entries(data).map(([each, { type }]) => [each, type]));
}

/** Ids hold no blanks, so that a text that stands where an id should is none. */
const id = /^\S{1,256}$/;

/**
 * A value as a fact, undefined when it does not fit. A ref stays an outside id in clear, which the
 * gate hashes; a text is a fact only where it is one of the declared names.
 */
export function readDatum(
  { type, of }: Pick<Datum<unknown>, 'type' | 'of'>,
  raw: Json,
  codes: CodeLists,
): FactValue | undefined {
  if (type.kind === 'ref') return typeof raw === 'string' && id.test(raw) ? raw : undefined;
  if (of === undefined) return readFact(type, raw, codes);
  return typeof raw === 'string' && Object.hasOwn(of, raw)
    ? readFact(type, of[raw], codes)
    : undefined;
}
