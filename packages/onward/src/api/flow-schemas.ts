/** The shapes of flow: the map of a journey, how many rest where, and the ways they took. */
import { z } from 'zod';
import { atSchema, msSchema, measured } from './figure-schemas.ts';
import { instantSchema, journeyIdSchema, named } from './schemas.ts';

const pixels = z.number().describe('Pixels, from the top left corner.');
const box = { x: pixels, y: pixels, width: pixels, height: pixels };

const mapSchema = named(
  'FlowMap',
  z.object({
    width: pixels,
    height: pixels,
    nodes: z.array(
      z.object({
        id: z.string().describe('A step; or with a colon, what is none.'),
        kind: z.enum(['start', 'step', 'outcome']),
        stage: z.string(),
        track: z.string(),
        label: z.string(),
        ...box,
      }),
    ),
    stages: z.array(z.object({ name: z.string(), ...box })),
    edges: z.array(
      z.object({
        id: z.string(),
        from: z.string(),
        to: z.string(),
        on: z.string().describe('What leads along it, in words.'),
        kind: z.enum(['event', 'action', 'deadline', 'other']),
        points: z.array(z.object({ x: pixels, y: pixels })),
      }),
    ),
  }),
);

export const flowSchema = named(
  'Flow',
  z.object({
    at: atSchema,
    deepAt: instantSchema.nullable().describe('As of when ages are; null: not measured yet.'),
    journey: z.string(),
    program: z.string(),
    map: mapSchema,
    steps: z.array(
      z.object({
        step: z.string(),
        open: z.int(),
        overdue: z.int(),
        held: z.int(),
        oldestDue: instantSchema.nullable(),
        age: z
          .object({ p50Ms: msSchema, p85Ms: msSchema, maxMs: msSchema, of: z.int() })
          .nullable()
          .describe('Of those who rest here; null: nobody, or not measured yet.'),
        targetMs: msSchema.nullable().describe('The longest time until its first deadline.'),
        heat: z
          .number()
          .nullable()
          .describe('0 to 1: the 85th percentile of ages against the target.'),
      }),
    ),
    outcomes: z.array(
      z.object({
        outcome: z.string(),
        ended: z.int().nullable().describe('In the last 30 days; null: not measured yet.'),
      }),
    ),
  }),
);

export const ageingSchema = named(
  'Ageing',
  z.object({
    at: atSchema.nullable(),
    steps: z.array(
      z.object({
        step: z.string(),
        stage: z.string(),
        of: z.int(),
        p50Ms: msSchema,
        p85Ms: msSchema,
        p95Ms: msSchema,
        buckets: z.array(
          z.object({
            fromMs: msSchema,
            toMs: msSchema.nullable().describe('Null: no end.'),
            open: z.int(),
            overdue: z.int(),
          }),
        ),
      }),
    ),
  }),
);

export const variantsSchema = named(
  'Variants',
  z.object({
    at: atSchema,
    of: z.int().describe('Of the newest ended journeys, at most 500.'),
    variants: z.array(
      z.object({
        steps: z.array(z.string()),
        count: z.int(),
        share: z.number(),
        medianMs: msSchema,
        outcomes: z.record(z.string(), z.int()),
        example: journeyIdSchema,
      }),
    ),
  }),
);

export const cumulativeSchema = named(
  'CumulativeFlow',
  z.object({
    at: atSchema,
    ...measured,
    stages: z.array(z.string()),
    days: z.array(
      z.object({
        day: z.iso.date(),
        open: z.record(z.string(), z.int()).describe('By stage, as it was counted last.'),
        ended: z.int(),
        arrived: z.int(),
      }),
    ),
  }),
);

export const touchesSchema = named(
  'Touches',
  z.object({
    at: atSchema,
    ...measured,
    days: z.array(
      z.object({
        day: z.iso.date(),
        transitions: z.int(),
        manual: z.int().describe('What people did.'),
        opened: z.int().describe('Journeys that began.'),
        ended: z.int(),
        per1000: z
          .number()
          .nullable()
          .describe('What people did for each 1,000 journeys that were open or ended.'),
      }),
    ),
  }),
);
