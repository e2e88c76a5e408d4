/** What a program says about a webhook system, validated once and compiled to a mapping. */
import * as z from 'zod';
import type { EventType, FactType, FactTypes, RefType } from '../../core/index.ts';
import { duration } from '../duration.ts';
import {
  consent,
  consentOf,
  eventName,
  factType,
  name,
  settingsReader,
  refOf,
  variable,
} from '../problems.ts';
import type { Place } from './place.ts';
import { place, placeHelp, readPlace } from './place.ts';

const literal = z.union([z.string().max(256), z.number(), z.boolean()]);

/** The literal that stands at each place of an event's body, and at no other event's. */
export const condition = z.record(z.string(), literal).transform((when, context) =>
  Object.entries(when).flatMap(([text, value]) => {
    const path = readPlace(text);
    if (path !== undefined) return [{ path, value }];
    context.addIssue({ code: 'custom', path: [text], message: placeHelp });
    return [];
  }),
);

/** An outside id in the body: where it stands, whose it is and what it places. */
export const mappedRef = z.strictObject({ path: place, system: name.default(''), of: refOf });
const datum = z.strictObject({ path: place, type: factType });

/** An event as settings map it: when it is one, and what of its body is read. */
export const mappedEvent = z
  .strictObject({
    when: condition.default([]),
    refs: z.record(name, mappedRef).default({}),
    data: z.record(name, datum).default({}),
    /** A person's word on being written to, which the event tells. */
    consent: consent.optional(),
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
    id: place.optional(),
    time: place.optional(),
    /** How often the system speaks; twice as long in silence is not normal. */
    rhythm: duration.optional(),
    messages: z.boolean().default(false),
    /** The system answers `{ "type": "refetch", "id": … }` with the item of that id. */
    refetch: z.boolean().default(false),
    events: z.record(eventName, mappedEvent).default({}),
    commands: z.record(name, command).default({}),
    'look-ups': z.record(name, z.strictObject({ events: z.array(eventName).min(1) })).default({}),
  })
  .superRefine((settings, context) => {
    const sends = Object.keys(settings.commands).length + Object.keys(settings['look-ups']).length;
    const isAsked = sends > 0 || settings.messages || settings.refetch;
    if (isAsked && settings.url === undefined) {
      const message =
        'Commands, look-ups, messages and `refetch` need `url`: a variable with the address.';
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
export type MappedEvent = z.infer<typeof mappedEvent>;
export interface ReturnedFact {
  readonly path: Place | undefined;
  readonly type: FactType;
}

/** Mapped events as a program sees them. */
export function eventTypes(
  events: Readonly<Record<string, MappedEvent>>,
): Readonly<Record<string, EventType>> {
  return Object.fromEntries(
    Object.entries(events).map(([event, { refs, data, consent: word }]) => {
      return [event, { refs: refTypes(refs), data: typesOf(data), ...consentOf(word) }];
    }),
  );
}

/** Mapped refs as a program sees them. */
export function refTypes(
  refs: Readonly<Record<string, z.infer<typeof mappedRef>>>,
): Readonly<Record<string, RefType>> {
  return Object.fromEntries(
    Object.entries(refs).map(([ref, { system, of }]) => [ref, { system, of }]),
  );
}

/** The types of mapped facts. */
export function typesOf(fields: Readonly<Record<string, { readonly type: FactType }>>): FactTypes {
  return Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, type]));
}

/** Validates settings; the same object is compiled once. */
export const webhookSettings = settingsReader<WebhookSettings>(schema);
