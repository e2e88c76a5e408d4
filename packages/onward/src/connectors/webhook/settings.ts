/** What a program says about a webhook system, validated once and compiled to a mapping. */
import * as z from 'zod';
import type { FactType, Json } from '../../core/index.ts';
import { isPointer, pointerTokens } from '../../core/index.ts';
import type { SettingsResult } from '../problems.ts';
import { eventName, factType, name, readSettings, refOf, variable } from '../problems.ts';

const pointer = z
  .string()
  .refine(isPointer, 'Write a JSON Pointer to a member of the body, such as /patient/id.')
  .transform(pointerTokens);

const literal = z.union([z.string().max(256), z.number(), z.boolean()]);

/** The literal that stands at each pointer of an event's body, and at no other event's. */
const condition = z.record(z.string(), literal).transform((when, context) =>
  Object.entries(when).map(([path, value]) => {
    if (!isPointer(path)) {
      const message = 'Write a JSON Pointer to a member of the body, such as /type.';
      context.addIssue({ code: 'custom', path: [path], message });
    }
    return { path: pointerTokens(path), value };
  }),
);

const ref = z.strictObject({ path: pointer, system: name.default(''), of: refOf });
const datum = z.strictObject({ path: pointer, type: factType });

const event = z
  .strictObject({
    when: condition.default([]),
    refs: z.record(name, ref).default({}),
    data: z.record(name, datum).default({}),
  })
  .superRefine((declared, context) => {
    for (const key of Object.keys(declared.data)) {
      if (!Object.hasOwn(declared.refs, key)) continue;
      const message = 'A ref has this name already.';
      context.addIssue({ code: 'custom', path: ['data', key], message });
    }
  });

/** A returned fact: its type alone (found under its name), or where it stands. */
const returned = z.union([datum, factType.transform((type) => ({ path: undefined, type }))], {
  error: 'Write a type, or { path: /member, type: … }.',
});

const command = z.strictObject({
  args: z.record(name, factType).default({}),
  returns: z.record(name, returned).default({}),
});

const schema = z
  .strictObject({
    secret: variable,
    url: variable.optional(),
    id: pointer.optional(),
    time: pointer.optional(),
    messages: z.boolean().default(false),
    events: z.record(eventName, event).default({}),
    commands: z.record(name, command).default({}),
    'look-ups': z.record(name, z.strictObject({ events: z.array(eventName).min(1) })).default({}),
  })
  .superRefine((settings, context) => {
    const sends = Object.keys(settings.commands).length + Object.keys(settings['look-ups']).length;
    if ((sends > 0 || settings.messages) && settings.url === undefined) {
      const message = 'Commands, look-ups and messages need `url`: a variable with the address.';
      context.addIssue({ code: 'custom', path: ['url'], message });
    }
    for (const [lookUp, { events }] of Object.entries(settings['look-ups'])) {
      events.forEach((each, index) => {
        if (Object.hasOwn(settings.events, each)) return;
        const path = ['look-ups', lookUp, 'events', index];
        context.addIssue({
          code: 'custom',
          path,
          message: 'No event of this system has this name.',
        });
      });
    }
  });

export type WebhookSettings = z.infer<typeof schema>;
export type MappedEvent = WebhookSettings['events'][string];
export interface ReturnedFact {
  readonly path: readonly string[] | undefined;
  readonly type: FactType;
}

const compiled = new WeakMap<object, SettingsResult<WebhookSettings>>();

/** Validates settings; the same object is compiled once. */
export function webhookSettings(settings: Json): SettingsResult<WebhookSettings> {
  if (typeof settings !== 'object' || settings === null) return readSettings(schema, settings);
  const known = compiled.get(settings);
  if (known !== undefined) return known;
  const result = readSettings<WebhookSettings>(schema, settings);
  compiled.set(settings, result);
  return result;
}
