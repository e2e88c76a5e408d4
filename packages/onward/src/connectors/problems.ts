/** Settings read by a schema: the value, or problems as paths into the settings. */
import * as z from 'zod';
import type { EventType, FactType, Json, SettingsProblem, SystemSetup } from '../core/index.ts';
import { BugError, readFactType } from '../core/index.ts';

export type SettingsResult<T> =
  | { readonly settings: T }
  | { readonly problems: readonly SettingsProblem[] };

/** Validates settings; nothing given counts as an empty object. */
export function readSettings<T>(schema: z.ZodType<T>, settings: Json): SettingsResult<T> {
  const result = schema.safeParse(settings ?? {});
  if (result.success) return { settings: result.data };
  return {
    problems: result.error.issues.map((issue) => ({
      path: issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
      message: issue.message,
    })),
  };
}

/** Reads the settings of one kind of system. */
export interface SettingsReader<T> {
  /** Validates settings; the same object is validated once. */
  (settings: Json): SettingsResult<T>;
  /** The settings of a running system: the program was compiled, so they were valid then. */
  readonly of: (setup: SystemSetup) => T;
}

/** A reader by a schema, or by the schema that some settings ask for. */
export function settingsReader<T>(
  schema: z.ZodType<T> | ((settings: Json) => z.ZodType<T>),
): SettingsReader<T> {
  const known = new WeakMap<object, SettingsResult<T>>();
  const readOnce = (settings: Json): SettingsResult<T> => {
    const by = typeof schema === 'function' ? schema(settings) : schema;
    if (typeof settings !== 'object' || settings === null) return readSettings(by, settings);
    const result = known.get(settings) ?? readSettings(by, settings);
    known.set(settings, result);
    return result;
  };
  const of = ({ system }: SystemSetup): T => {
    const read = readOnce(system.settings);
    if ('settings' in read) return read.settings;
    throw new BugError('ONW-SETTINGS', 'A system runs with invalid settings.');
  };
  return Object.assign(readOnce, { of });
}

/** Name of an environment variable; the secret itself never stands in a program. */
export const variable = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]{0,127}$/,
    'Write the name of an environment variable, such as FORMS_SECRET.',
  );

/** Lower-case words joined by hyphens. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'Write a name of lower-case letters, digits and hyphens.');

/** Names joined by dots: `intake.submitted`. */
export const eventName = z
  .string()
  .max(64)
  .regex(
    /^[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*$/,
    'Write an event as lower-case names joined by dots, such as intake.submitted.',
  );

const typeHelp =
  'Write a type: flag, instant, date, duration, money, a list of names, { count: n }, ' +
  '{ ref: system } or { code: list }.';

/** A closed type as programs write it. */
export const factType: z.ZodType<FactType> = z.unknown().transform((raw, context) => {
  const type = readFactType(raw);
  if (type !== undefined) return type;
  context.addIssue({ code: 'custom', message: typeHelp });
  return z.NEVER;
});

export const refOf = z.enum(['subject', 'journey']).default('subject');

/** What an event says of consent, where it says so. */
export const consent = z.strictObject({
  grants: z.boolean(),
  channel: name.optional(),
  purpose: name.optional(),
});

/** A consent word without the members that are not there. */
export function consentOf(word: z.infer<typeof consent> | undefined): Pick<EventType, 'consent'> {
  if (word === undefined) return {};
  const { grants, channel, purpose } = word;
  const over = { ...(channel === undefined ? {} : { channel }) };
  return { consent: { grants, ...over, ...(purpose === undefined ? {} : { purpose }) } };
}
