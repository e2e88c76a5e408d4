/** The shapes of what is read: journeys, their obligations and their journal. */
import { z } from 'zod';
import {
  factTypeSchema,
  factValueSchema,
  instantSchema,
  journeyIdSchema,
  named,
  nextSchema,
  obligationIdSchema,
} from './schemas.ts';

const actionSchema = named(
  'Action',
  z.object({
    name: z.string(),
    with: z.record(z.string(), factTypeSchema).describe('What must be stated with it.'),
    leadsTo: z.array(z.string()).describe('Steps it may lead to.'),
  }),
);

const obligationShape = {
  id: obligationIdSchema,
  kind: z.enum([
    'await',
    'task',
    'command',
    'message',
    'wait',
    'depends',
    'park',
    'exception',
    'ad-hoc',
  ]),
  name: z.string(),
  step: z.string(),
  track: z.string(),
  owner: z.string(),
  due: instantSchema,
  since: instantSchema,
  level: z.int().describe('Rung of the ladder; 0 is the first owner.'),
  overdue: z.boolean(),
  onHold: z
    .object({ system: z.string(), since: instantSchema })
    .nullable()
    .describe('Its deadline is put off: the system is out since then, and nobody is late.'),
};

const restingSchema = named('Resting', z.object(obligationShape));

const obligationSchema = named(
  'Obligation',
  z.object({
    ...obligationShape,
    waitingFor: z.string(),
    from: z.string().nullable(),
    next: z.string(),
    ifNothing: z.string(),
    why: z.string().optional(),
    sentence: z.string(),
    actions: z.array(actionSchema),
  }),
);

export const messageSchema = named(
  'PlannedMessage',
  z.object({
    template: z.string(),
    via: z.string().describe('The system that sends it.'),
    channel: z.string().describe('The channel it is sent over, or was sent over last.'),
    fact: z.string().nullable().describe('The fact it is about; null: when its step began.'),
    about: instantSchema.describe('The instant it is about.'),
    at: instantSchema.describe('When it is, or was, to be sent.'),
    fate: z.enum([
      'planned',
      'leaving',
      'sent',
      'deferred',
      'merged',
      'withheld',
      'superseded',
      'failed',
    ]),
    asked: z.string().optional().describe('Its order, once it was asked for.'),
    why: z.string().optional().describe('Why it was withheld, or waits.'),
    known: z.string().optional().describe('What the strongest receipt says.'),
    sentence: z.string(),
  }),
);

const msSchema = z.int().describe('Milliseconds.');

const clockSchema = named(
  'Clock',
  z.object({
    name: z.string(),
    standing: z.enum(['running', 'paused', 'stopped']),
    turn: z.enum(['us', 'subject', 'partner']).nullable().describe('Whose turn it is.'),
    since: instantSchema,
    stopped: instantSchema.nullable(),
    charged: z
      .object({ us: msSchema, subject: msSchema, partner: msSchema, outage: msSchema })
      .describe('All the time it took so far, by whose it is.'),
    counted: msSchema.describe('Towards the target; working time where it has a calendar.'),
    target: z.string().nullable(),
    left: msSchema.nullable().describe('Of the target; null before any of it has counted.'),
    due: instantSchema.nullable().describe('When the target is reached if nothing changes.'),
    passed: instantSchema.nullable().describe('When the target was passed.'),
    today: z
      .object({ target: z.string().nullable(), due: instantSchema.nullable() })
      .nullable()
      .describe('What new journeys are promised, where it is something else.'),
    sentence: z.string(),
  }),
);

export const explanationSchema = named(
  'Explanation',
  z.object({
    sentence: z.string(),
    waitingFor: z.string().nullable(),
    from: z.string().nullable(),
    since: instantSchema.nullable(),
    next: z.string().nullable(),
    owner: z.string().nullable(),
    due: instantSchema.nullable(),
    ifNothing: z.string().nullable(),
    overdue: z.boolean(),
    why: z.string().optional(),
    zone: z.string().describe('IANA zone of the times in the sentence.'),
    messages: z.array(messageSchema).describe('Messages beside the way on, by their times.'),
    clocks: z.array(clockSchema).describe('Clocks that have started.'),
  }),
);

export const presenceSchema = named(
  'Presence',
  z.array(z.object({ actor: z.string(), since: instantSchema })).describe('Who looks at it now.'),
);

export const journeySummarySchema = named(
  'JourneySummary',
  z.object({
    id: journeyIdSchema,
    program: z.string(),
    journey: z.string(),
    stage: z.string(),
    step: z.string(),
    status: z.enum(['open', 'ended']),
    outcome: z.string().nullable(),
    owner: z.string().nullable(),
    due: instantSchema.nullable(),
    overdue: z.boolean(),
    since: instantSchema.nullable(),
    sentence: z.string(),
  }),
);

export const journeyPageSchema = named(
  'JourneyPage',
  z.object({ journeys: z.array(journeySummarySchema), next: nextSchema }),
);

export const journeySchema = named(
  'Journey',
  z.object({
    id: journeyIdSchema,
    program: z.string(),
    programHash: z.string(),
    journey: z.string(),
    status: z.enum(['open', 'ended']),
    outcome: z.string().nullable(),
    version: z.int(),
    stage: z.string(),
    openedAt: instantSchema,
    endedAt: instantSchema.nullable(),
    facts: z.record(z.string(), factValueSchema),
    milestones: z.array(z.string()),
    places: z.array(
      z.object({
        track: z.string(),
        step: z.string(),
        since: instantSchema,
        ended: z.string().nullable(),
      }),
    ),
    obligations: z.array(obligationSchema),
    deferred: z.array(
      z.object({
        type: z.string(),
        source: z.string(),
        id: z.string(),
        occurredAt: instantSchema,
        expires: instantSchema,
      }),
    ),
    parked: z
      .object({
        owner: z.string(),
        reason: z.string(),
        since: instantSchema,
        resting: z.array(restingSchema),
      })
      .nullable(),
    explain: explanationSchema,
    asOf: instantSchema.nullable().describe('As it was known then; null: as it is known now.'),
    presence: presenceSchema,
  }),
);

export const besideSchema = named(
  'JourneysBeside',
  z.object({
    journeys: z.array(
      journeySummarySchema.extend({
        relation: z
          .enum(['waits-for-it', 'it-waits', 'beside'])
          .describe('waits-for-it: the journey that was asked for waits for this one.'),
      }),
    ),
  }),
);

export const whyNotSchema = named(
  'WhyNot',
  z.object({
    at: instantSchema,
    transitions: z.array(
      z.object({
        id: z.string(),
        step: z.string(),
        track: z.string(),
        on: z.object({
          kind: z.enum([
            'event',
            'action',
            'deadline',
            'answer',
            'done',
            'receipt',
            'depends',
            'automatic',
          ]),
          name: z.string(),
        }),
        to: z.string().describe('A step, or how the journey or the track ends.'),
        state: z.enum(['open', 'blocked']).describe('open: taken if what it is taken by came now.'),
        met: z.array(z.string()),
        unmet: z
          .array(z.string())
          .describe('Smallest: with all of them it would be taken, with one less it would not.'),
      }),
    ),
  }),
);

export const journalPageSchema = named(
  'JournalPage',
  z.object({
    entries: z.array(
      z.object({
        seq: z.int(),
        at: instantSchema.describe('When it was taken.'),
        occurredAt: instantSchema.describe('When it happened outside.'),
        type: z.string(),
        source: z.string(),
        eventId: z.string(),
        step: z.string(),
        hash: z.string(),
        observed: z
          .object({
            by: z.enum(['look-up', 'catch-up', 'fetch']),
            at: instantSchema,
            version: z.int().optional(),
          })
          .nullable()
          .describe('Its system did not tell it by itself: how it was found, and when.'),
        entries: z.array(z.looseObject({ kind: z.string() })).describe('What happened, in order.'),
      }),
    ),
    next: nextSchema,
  }),
);

/** A row of every list of obligations. */
export const openShape = {
  ...obligationShape,
  journey: journeyIdSchema,
  journeyName: z.string(),
  program: z.string(),
  stage: z.string(),
  sentence: z.string().nullable(),
  actions: z.array(actionSchema),
};

const openObligationSchema = named('OpenObligation', z.object(openShape));

export const obligationPageSchema = named(
  'ObligationPage',
  z.object({ obligations: z.array(openObligationSchema), next: nextSchema }),
);
