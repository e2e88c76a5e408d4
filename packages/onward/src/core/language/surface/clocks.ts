/** The written form of clocks: what is measured, whose time counts, and what it may take. */
import { z } from 'zod';

import { expected } from './expected.ts';
import { nameSchema, oneOrMany, qualifiedSchema, spanSchema } from './parts.ts';

const pointsSchema = z
  .strictObject({
    enter: oneOrMany(nameSchema).optional().describe('Entering a step, or a stage.'),
    milestone: oneOrMany(nameSchema).optional().describe('Reaching a milestone.'),
    on: oneOrMany(qualifiedSchema).optional().describe('Being told an event.'),
  })
  .meta({ id: 'Points', description: 'Moments of a journey; whichever comes.' });

const percentSchema = z
  .int({ error: expected.percent })
  .min(1, { error: expected.percent })
  .max(99, { error: expected.percent });

const partySchema = z.enum(['us', 'subject', 'partner', 'outage'], { error: expected.party });

const pausesSchema = z
  .strictObject({
    in: oneOrMany(nameSchema).optional().describe('While it rests in these steps or stages.'),
    parked: z
      .boolean({ error: expected.flag })
      .optional()
      .describe('While the journey is on hold; so it is, unless said.'),
    from: pointsSchema.optional().describe('From a moment on.'),
    until: pointsSchema.optional().describe('Until a moment.'),
  })
  .meta({ id: 'Pauses', description: 'When the clock rests; the time is charged all the same.' });

export const clockSchema = z
  .strictObject({
    starts: z
      .union([z.literal('begin', { error: expected.starts }), pointsSchema], {
        error: expected.starts,
      })
      .optional()
      .describe('When it starts: as the journey begins, unless said.'),
    stops: pointsSchema.optional().describe('When it stops; at the latest as the journey ends.'),
    resets: pointsSchema.optional().describe('When it starts from nothing again.'),
    pauses: pausesSchema.optional().describe('When it rests.'),
    counts: z
      .array(partySchema)
      .min(1)
      .optional()
      .describe('Whose time counts towards the target; that of all, unless said.'),
    calendar: nameSchema
      .optional()
      .describe("Working time of this calendar counts; for a target in it the owner's."),
    target: spanSchema.optional().describe('How long it should take at the most.'),
    owner: nameSchema.optional().describe('Who is told, once, when the target is passed.'),
    warn: percentSchema.optional().describe('Per cent of the target at which they are warned.'),
  })
  .meta({
    id: 'Clock',
    description: 'Something that is measured, and charged to whose turn it is.',
  });

export type WrittenClock = z.output<typeof clockSchema>;
export type WrittenPoints = z.output<typeof pointsSchema>;
