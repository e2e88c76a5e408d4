/** Systems without a wire format of their own: their events come in through Onward's HTTP API. */
import * as z from 'zod';
import type { Connector, EventType, Json } from '../../core/index.ts';
import { eventName, factType, name, readSettings, refOf } from '../problems.ts';

const event = z
  .strictObject({
    refs: z.record(name, z.strictObject({ system: name.default(''), of: refOf })).default({}),
    data: z.record(name, factType).default({}),
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
    const events: Readonly<Record<string, EventType>> = read.settings.events;
    return { manifest: { events, commands: {}, lookUps: {}, idempotent: false } };
  },
};
