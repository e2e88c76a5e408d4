/**
 * The form of a certificate: for each journey the closed set of classes that a state of it can
 * stand in, with what shows that nobody falls through in any of them.
 */
import { z } from 'zod';

const name = z.string().max(1_000);
const count = z.int().nonnegative();
const value = z.union([
  z.boolean(),
  z.number(),
  name,
  z.strictObject({ amount: z.number(), currency: name }),
]);
const values = z.record(name, z.array(value));

const open = z.strictObject({
  slot: count,
  step: name,
  owner: name,
  level: count,
  channel: count.optional(),
  /** The system was asked at the deadline. */
  asked: z.literal(true).optional(),
  /** The journey waited for has begun. */
  started: z.literal(true).optional(),
  /** It rests in a park, and its deadline had passed when it began to. */
  late: z.literal(true).optional(),
});

const standing = z.strictObject({
  /** Its outcome; everything else is empty then. */
  ended: name.optional(),
  /** Steps where the journey rests, that of its own line first. */
  at: z.array(name),
  /** Tracks that have ended. */
  over: z.array(name),
  /** One value for each fact that may still be read, standing for its cell. */
  facts: z.record(name, value),
  open: z.array(open),
  parked: z.strictObject({ owner: name, reason: name, resting: z.array(open) }).optional(),
  /** Types of events that are kept: one or more of each. */
  kept: z.array(name),
  /** What was done and not undone, by step; marked with `~`, `+` and `!` as `remember` says. */
  history: z.array(name),
  /** The slot of the obligation that leads on in silence, or is owned by who is accountable. */
  pending: count.optional(),
  /** Falls wherever silence moves the journey. */
  silence: count,
  /** Some way leads to a class of a lower one; 0: ended. */
  end: count,
});

const journey = z.strictObject({
  /** Values that stand for the cells of each fact. */
  facts: values,
  /** The same for what events, actions and answers bring, by source and field. */
  data: z.record(name, values),
  /** Facts that may still be read, by step outside tracks. */
  live: z.record(name, z.array(name)),
  classes: z.array(standing).max(5_000_000),
});

/** One certificate; `program` is the content hash of the program it was written for. */
export const certificateSchema = z.strictObject({
  format: z.literal(1),
  program: name,
  journeys: z.record(name, journey),
});

export type Certificate = z.infer<typeof certificateSchema>;
export type CertifiedJourney = z.infer<typeof journey>;
export type CertifiedClass = z.infer<typeof standing>;
export type Open = z.infer<typeof open>;
