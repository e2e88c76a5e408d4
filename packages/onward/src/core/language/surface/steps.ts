/** The written form of the ten kinds of step; a step's kind is the key it has. */
import { z } from 'zod';

import { expected } from './expected.ts';
import {
  durationSchema,
  factTypesSchema,
  fromOneSchema,
  guardSchema,
  nameSchema,
  oneOrMany,
  qualifiedSchema,
  sentenceSchema,
  spanSchema,
  tellingParts,
  transitionParts,
  transitionSchema,
  transitionsSchema,
  untilFactSchema,
  valueSchema,
  withinSchema,
} from './parts.ts';

/** What happens to events; on a journey, a stage or a step, the nearest one wins. */
export const handlerParts = {
  on: z.record(qualifiedSchema, transitionsSchema).optional().describe('Events and their ways on.'),
  ignore: z
    .record(qualifiedSchema, sentenceSchema)
    .optional()
    .describe('Events that change nothing here, each with the reason.'),
  defer: z
    .record(qualifiedSchema, durationSchema)
    .optional()
    .describe('Events that come too early, kept for so long.'),
  exception: z
    .record(qualifiedSchema, nameSchema)
    .optional()
    .describe('Events that a person must look at, each with the team or role.'),
};

const offsetSchema = z.record(nameSchema, durationSchema);
export const reminderSchema = z
  .strictObject({
    ...tellingParts,
    before: offsetSchema.optional().describe('So long before a fact of type instant.'),
    after: z
      .union([durationSchema, offsetSchema], { error: expected.duration })
      .optional()
      .describe('So long after a fact, or after the step began.'),
    when: guardSchema.optional().describe('Sent only while this holds.'),
  })
  .meta({ id: 'Reminder', description: 'A message that should exist while the step is current.' });

export const ownerPart = nameSchema.describe('The team or role that must see to it.');

const atRest = {
  ...handlerParts,
  reminders: z.array(reminderSchema).optional().describe('Messages planned while the step lasts.'),
};

const turnPart = z
  .enum(['us', 'subject', 'partner'], { error: expected.turn })
  .optional()
  .describe('Whose turn it is meanwhile; as the kind of step says, unless said.');

const parkingSchema = z
  .strictObject({
    owner: nameSchema.describe('Who holds the journey on purpose.'),
    reason: nameSchema.describe('The reason code.'),
    'review-every': spanSchema.describe('How often the owner must look at it again.'),
  })
  .meta({ id: 'Parking', description: 'Held on purpose, by someone, and looked at again.' });

const overdueSchema = z
  .strictObject({
    'look-up': qualifiedSchema.optional().describe('First ask the system itself.'),
    'look-up-within': durationSchema.optional().describe('How long it may take; 15m unless said.'),
    escalate: z.array(nameSchema).min(1).optional().describe('Who is told, in order.'),
    every: spanSchema.optional().describe('Time between the rungs of the ladder.'),
    then: transitionsSchema.optional().describe('The way on.'),
    park: parkingSchema.optional().describe('Held by someone instead.'),
  })
  .meta({ id: 'Overdue', description: 'What happens when the deadline passes; never nothing.' });

const owned = {
  ...atRest,
  owner: ownerPart.optional(),
  turn: turnPart,
  within: withinSchema.describe('By when.'),
  overdue: overdueSchema.describe('What happens when the deadline passes.'),
};

/** Of steps that wait for a system. */
const asking = {
  ...owned,
  safety: spanSchema
    .optional()
    .describe('While the system is on hold, its owner checks by hand within this.'),
};

const actionSchema = z
  .union(
    [
      nameSchema,
      z.strictObject({
        with: factTypesSchema.optional().describe('What the person must state.'),
        ...transitionParts,
      }),
      z.strictObject({
        with: factTypesSchema.optional().describe('What the person must state.'),
        then: transitionsSchema.describe('The ways on, when there are several.'),
      }),
      z.array(z.union([nameSchema, transitionSchema], { error: expected.transitions })).min(1),
    ],
    { error: expected.action },
  )
  .meta({ id: 'Action', description: 'Where an action of a person leads.' });

const actionsSchema = z.record(nameSchema, actionSchema);

export const awaitSchema = z
  .strictObject({
    await: oneOrMany(qualifiedSchema).describe('The event, or events, that must come.'),
    from: nameSchema.describe('The system that must say so.'),
    then: transitionsSchema.optional().describe('The way on for every awaited event not in `on`.'),
    ...asking,
  })
  .meta({ id: 'AwaitStep', description: 'A system or the subject must say something.' });

export const taskSchema = z
  .strictObject({
    task: nameSchema.describe('What a person must do.'),
    actions: actionsSchema.describe('What the person may answer, and where each leads.'),
    brief: z
      .array(qualifiedSchema)
      .optional()
      .describe('Look-ups shown to the doer, never stored.'),
    ...owned,
  })
  .meta({ id: 'TaskStep', description: 'A person must act.' });

const readBackSchema = z
  .strictObject({
    'look-up': qualifiedSchema.describe('What its system is asked.'),
    until: oneOrMany(qualifiedSchema).describe('The event, or events, that say what was written.'),
    with: z
      .record(nameSchema, valueSchema)
      .optional()
      .describe('What must stand in it; what was written and returned, by name, unless said.'),
    every: durationSchema.optional().describe('Time between two questions; 5m unless said.'),
    within: durationSchema.describe('By when; then it is unknown, and somebody is told.'),
  })
  .meta({ id: 'ReadBack', description: 'Done once the system says what was written.' });

export const commandSchema = z
  .strictObject({
    command: qualifiedSchema.describe('What a system must do.'),
    args: z.record(nameSchema, valueSchema).optional().describe('Its arguments, from facts.'),
    retry: z
      .strictObject({
        attempts: fromOneSchema.max(100).optional().describe('Tries in all; 5 unless said.'),
        first: durationSchema.optional().describe('Wait after the first try; 2s unless said.'),
        factor: fromOneSchema.max(10).optional().describe('Growth of the wait; 2 unless said.'),
        max: durationSchema.optional().describe('The longest wait; 5m unless said.'),
      })
      .optional()
      .describe('How often it is tried.'),
    done: transitionsSchema.describe('It was done.'),
    rejected: transitionsSchema.describe('The system refused it.'),
    exhausted: transitionsSchema.describe('No try was answered; it was certainly not done.'),
    unknown: transitionsSchema.describe('Nobody can say whether it was done.'),
    late: z
      .union(
        [
          z.literal('exception', { error: expected.late }),
          z.strictObject({ ignore: sentenceSchema.describe('Why a late answer changes nothing.') }),
        ],
        { error: expected.late },
      )
      .describe('An answer that comes after the step was left.'),
    undo: nameSchema.optional().describe('The command step that undoes what this one did.'),
    'read-back': readBackSchema.optional().describe('How its system is asked what it holds now.'),
    ...asking,
  })
  .meta({ id: 'CommandStep', description: 'A system must do something.' });

export const messageSchema = z
  .strictObject({
    message: nameSchema.describe('The template of what the subject must know.'),
    via: nameSchema.describe('The system that sends it and reports back.'),
    channels: z
      .array(nameSchema)
      .min(1)
      .optional()
      .describe("In order; the template's unless said."),
    until: z
      .enum(['sent', 'delivered', 'read', 'replied', 'confirmed'], { error: expected.until })
      .optional()
      .describe('How sure one must be; delivered unless said.'),
    then: transitionsSchema.describe('The way on once the subject knows.'),
    ...asking,
  })
  .meta({ id: 'MessageStep', description: 'The subject must know something by a time.' });

export const waitSchema = z
  .strictObject({
    wait: z
      .union([z.strictObject({ for: spanSchema.describe('So long.') }), untilFactSchema], {
        error: '`{ for: 2d }` or `{ until: FACT, plus: 2h, else: 3d }`',
      })
      .describe('Time that must pass.'),
    then: transitionsSchema.describe('The way on afterwards.'),
    owner: ownerPart.optional(),
    turn: turnPart,
    ...atRest,
  })
  .meta({ id: 'WaitStep', description: 'Time must pass.' });

export const decideSchema = z
  .strictObject({
    decide: z.array(transitionSchema).min(1).describe('Ordered; the last one has no `when`.'),
  })
  .meta({ id: 'DecideStep', description: 'Takes no time: the first way on whose guard holds.' });

export const dependsSchema = z
  .strictObject({
    depends: z
      .strictObject({
        journey: nameSchema.describe('Another journey of the same subject.'),
        milestone: nameSchema.optional().describe('What it must reach; without it, its end.'),
      })
      .describe('What another journey must reach.'),
    reached: transitionsSchema.optional().describe('It has been reached.'),
    ended: z.record(nameSchema, transitionsSchema).optional().describe('Ways on by its outcome.'),
    'never-started': transitionsSchema.describe('The subject is on no such journey.'),
    ...owned,
  })
  .meta({ id: 'DependsStep', description: 'Another journey must reach a milestone, or end.' });

export const parkSchema = z
  .strictObject({
    park: parkingSchema.describe('Who holds it, why, and how often it is looked at.'),
    actions: actionsSchema.describe('What the holder may do, and where each leads.'),
    turn: turnPart,
    ...atRest,
  })
  .meta({ id: 'ParkStep', description: 'A person holds the journey on purpose.' });

export const endSchema = z
  .strictObject({
    end: nameSchema.describe('The outcome of the journey, or of the track.'),
    abort: z
      .boolean({ error: expected.flag })
      .optional()
      .describe('The journey is given up: what was done must be undone by then.'),
  })
  .meta({ id: 'EndStep', description: 'Nothing more: the journey, or the track, has ended.' });

/** Steps that may stand in a track: all but `tracks` itself. */
const plainSteps = [
  awaitSchema,
  taskSchema,
  commandSchema,
  messageSchema,
  waitSchema,
  decideSchema,
  dependsSchema,
  parkSchema,
  endSchema,
] as const;

const trackStepSchema = z.union(plainSteps, { error: expected.step }).meta({ id: 'TrackStep' });

export const tracksSchema = z
  .strictObject({
    tracks: z
      .record(
        nameSchema,
        z.strictObject({
          start: nameSchema.describe('The step the track begins with.'),
          steps: z.record(nameSchema, trackStepSchema).describe('The steps of the track.'),
        }),
      )
      .describe('Lines of steps that go on side by side.'),
    join: z
      .union(
        [
          z.enum(['all', 'any'], { error: expected.join }),
          z.strictObject({ count: fromOneSchema.describe('So many of them.') }),
        ],
        { error: expected.join },
      )
      .describe('How many tracks must end.'),
    then: transitionsSchema.describe('The way on after the join.'),
    ...atRest,
  })
  .meta({ id: 'TracksStep', description: 'Lines of steps side by side, and what joins them.' });

export const stepSchema = z
  .union([...plainSteps, tracksSchema], { error: expected.step })
  .meta({ id: 'Step', description: 'One of the ten kinds of step.' });

/** The keys that tell the kinds, in the order of the union's members. */
export const stepKeys = [
  'await',
  'task',
  'command',
  'message',
  'wait',
  'decide',
  'depends',
  'park',
  'end',
  'tracks',
] as const;

export type WrittenStep = z.output<typeof stepSchema>;
export type WrittenAwait = z.output<typeof awaitSchema>;
export type WrittenTask = z.output<typeof taskSchema>;
export type WrittenCommand = z.output<typeof commandSchema>;
export type WrittenMessage = z.output<typeof messageSchema>;
export type WrittenWait = z.output<typeof waitSchema>;
export type WrittenDecide = z.output<typeof decideSchema>;
export type WrittenTracks = z.output<typeof tracksSchema>;
export type WrittenDepends = z.output<typeof dependsSchema>;
export type WrittenPark = z.output<typeof parkSchema>;
export type WrittenEnd = z.output<typeof endSchema>;
export type WrittenReadBack = z.output<typeof readBackSchema>;
export type WrittenOverdue = z.output<typeof overdueSchema>;
export type WrittenParking = z.output<typeof parkingSchema>;
export type WrittenReminder = z.output<typeof reminderSchema>;
export type WrittenActions = z.output<typeof actionsSchema>;
export type WrittenHandlers = Pick<WrittenTask, 'on' | 'ignore' | 'defer' | 'exception'>;
