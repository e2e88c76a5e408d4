/** What a program says about a list that is read again and again. */
import * as z from 'zod';
import { duration } from '../duration.ts';
import { eventName, name, settingsReader, variable } from '../problems.ts';
import { place } from '../webhook/place.ts';
import { mappedEvent } from '../webhook/settings.ts';

const header = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'Write the name of a header in small letters.');
const parameter = z
  .string()
  .regex(/^[A-Za-z0-9_.[\]$~-]{1,64}$/, 'Write the name of a parameter of the query.');

const schema = z
  .strictObject({
    /** Variable with the address of the list; a query in it is kept. */
    url: variable,
    /** Variable with the address of one item, in which `{id}` stands for its id. */
    item: variable.optional(),
    /** A header with a secret: `{ header: authorization, value: VARIABLE }`. */
    auth: z.strictObject({ header, value: variable }).optional(),
    /** Headers with the same value each time, such as a version. */
    headers: z.record(header, z.string().regex(/^[\x20-\x7e]{0,256}$/)).default({}),
    page: z.strictObject({ parameter, size: z.int().min(1).max(1000) }).optional(),
    /**
     * Where the list goes on: a cursor for the parameter, or the next page's address; and whether
     * it does so at once.
     */
    next: z
      .strictObject({ path: place, parameter: parameter.optional(), more: place.optional() })
      .optional(),
    /** What changed since a time; `overlap` reads a little of the past again. */
    since: z
      .strictObject({
        parameter,
        as: z.enum(['rfc3339', 's', 'ms']).default('rfc3339'),
        overlap: duration.default(300_000),
      })
      .optional(),
    items: place,
    id: place,
    time: place.optional(),
    /** How often the list is read at most; absent: as often as it is looked at. */
    every: duration.optional(),
    /** How often there is something new; twice as long in silence is not normal. */
    rhythm: duration.optional(),
    events: z.record(eventName, mappedEvent).default({}),
    /** Items asked for by the ids of a system (absent: this one). */
    'look-ups': z
      .record(name, z.strictObject({ of: name.default(''), events: z.array(eventName).min(1) }))
      .default({}),
  })
  .superRefine((settings, context) => {
    const lookUps = Object.entries(settings['look-ups']);
    if (lookUps.length > 0 && settings.item === undefined) {
      const message = 'Look-ups need `item`: a variable with the address of one item.';
      context.addIssue({ code: 'custom', path: ['item'], message });
    }
    for (const [lookUp, { events }] of lookUps) {
      events.forEach((each, index) => {
        if (Object.hasOwn(settings.events, each)) return;
        const path = ['look-ups', lookUp, 'events', index];
        const message = 'No event of this system has this name.';
        context.addIssue({ code: 'custom', path, message });
      });
    }
  });

/** Settings that were validated. */
export type PollSettings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const pollSettings = settingsReader<PollSettings>(schema);

/** The settings of a running system. */
export const settingsOf = pollSettings.of;
