/** What a program says about devices: where a reading stands, and which bands it falls into. */
import * as z from 'zod';
import type { EventType } from '../../core/index.ts';
import { duration } from '../duration.ts';
import { name, settingsReader } from '../problems.ts';
import { signedBody } from '../signed-body/settings.ts';
import { place } from '../webhook/place.ts';
import { mappedRef, refTypes } from '../webhook/settings.ts';

/** A range of values, from `min` on and below `max`; without one of them it is open there. */
const band = z.strictObject({
  name,
  min: z.number().optional(),
  max: z.number().optional(),
  /** How far beyond its limits a value must be before the band is left. */
  hysteresis: z.number().min(0).default(0),
  /** Told only where another band came before it in the same delivery. */
  quiet: z.boolean().default(false),
});

/** Bands of one kind of reading. */
export type Band = z.infer<typeof band>;

const kind = z.strictObject({
  /** What the sender calls it, where `kind` says where that stands; absent: the kind's own name. */
  is: z
    .array(z.union([z.string().max(256), z.number()]))
    .min(1)
    .optional(),
  bands: z
    .array(band)
    .min(2, 'Give two bands at least: what has one band never changes.')
    .max(32)
    .superRefine((bands, context) => {
      const issue = (index: number, message: string): void =>
        context.addIssue({ code: 'custom', path: [index], message });
      bands.forEach(({ name: called, min = -Infinity, max = Infinity }, index) => {
        const next = bands[index + 1];
        if (!(min < max)) issue(index, 'The band holds no value: `min` must be below `max`.');
        if (bands.findIndex((each) => each.name === called) < index) {
          issue(index, 'Another band has this name already.');
        }
        if (next !== undefined && (next.min === undefined || next.min !== max)) {
          issue(index + 1, 'A band begins where the one before it ends; write them in order.');
        }
      });
    }),
  /** So many readings in a row must be of a band before it is told. */
  'in-a-row': z.int().min(1).max(100).default(1),
});

const schema = z
  .strictObject({
    ...signedBody,
    /** `json`: an object, a list, or a list at `items`. `ndjson`: one reading a line. */
    format: z.enum(['json', 'ndjson']).default('json'),
    items: place.optional(),
    rhythm: duration.optional(),
    device: mappedRef,
    value: place,
    time: place,
    /** How a time is written: RFC 3339, or a number of seconds or milliseconds since 1970. */
    'time-as': z.enum(['rfc3339', 's', 'ms']).default('rfc3339'),
    /** Where the kind of a reading stands; needed where there are several. */
    kind: place.optional(),
    /** Further outside ids that stand in a reading. */
    refs: z.record(name, mappedRef).default({}),
    kinds: z.record(name, kind),
  })
  .superRefine((settings, context) => {
    const issue = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    const count = Object.keys(settings.kinds).length;
    if (count === 0) issue(['kinds'], 'Give one kind of reading at least.');
    if (count > 1 && settings.kind === undefined) {
      issue(['kind'], 'Say where the kind of a reading stands: there are several.');
    }
    if (Object.hasOwn(settings.refs, 'device')) {
      issue(['refs', 'device'], 'A ref has this name already.');
    }
    if (settings.items !== undefined && settings.format === 'ndjson') {
      issue(['items'], 'Lines are the items of ndjson.');
    }
  });

/** Settings that were validated. */
export type DeviceSettings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const deviceSettings = settingsReader<DeviceSettings>(schema);

/** An event per band, `spo2.low`, that says nothing but which and when. */
export function eventTypes(settings: DeviceSettings): Readonly<Record<string, EventType>> {
  const refs = refTypes({ device: settings.device, ...settings.refs });
  const types = Object.entries(settings.kinds).flatMap(([called, { bands }]) => {
    return bands.map((each) => [`${called}.${each.name}`, { refs, data: {} }] as const);
  });
  return Object.fromEntries(types);
}
