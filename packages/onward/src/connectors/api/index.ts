/** Systems without a wire format of their own: their events come in through Onward's HTTP API. */
import * as z from 'zod';
import type { Connector, EventType, Json } from '../../core/index.ts';
import { consent, consentOf, eventName, factType, name, readSettings, refOf } from '../problems.ts';

const event = z
  .strictObject({
    refs: z.record(name, z.strictObject({ system: name.default(''), of: refOf })).default({}),
    data: z.record(name, factType).default({}),
    /** A person's word on being written to, which the event tells. */
    consent: consent.optional(),
  })
  .superRefine((declared, context) => {
    for (const key of Object.keys(declared.data)) {
      if (!Object.hasOwn(declared.refs, key)) continue;
      context.addIssue({
        code: 'custom',
        path: ['data', key],
        message: 'A ref has this name already.',
      });
    }
  });

const schema = z.strictObject({ events: z.record(eventName, event).default({}) });

/** Declares events in the settings; each comes in by `POST /v1/events` as a CloudEvent. */
export const api: Connector = {
  name: 'api',
  describe(settings: Json) {
    const read = readSettings(schema, settings);
    if ('problems' in read) return read;
    const events: Readonly<Record<string, EventType>> = Object.fromEntries(
      Object.entries(read.settings.events).map(([key, { refs, data, consent: word }]) => {
        return [key, { refs, data, ...consentOf(word) }];
      }),
    );
    return { manifest: { events, commands: {}, lookUps: {}, idempotent: false } };
  },
};
