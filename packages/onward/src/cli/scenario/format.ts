/** The written form of a scenario: what happens outside, and what must then be true. */
import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/u, { error: 'a name such as `care-team`' });
const qualified = z.string().regex(/^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/u, {
  error: 'a system and what it says, such as `billing.payment.succeeded`',
});

const offsetForm = /^\+(?=\d)(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?$/u;
const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/u;
const momentForm = new RegExp(`${offsetForm.source}|${instantForm.source}`, 'u');
const moment = z
  .string({ error: '`+2h`, counted from the start, or an instant with its offset' })
  .regex(momentForm, { error: '`+2h`, counted from the start, or an instant with its offset' });
const instant = z.string({ error: 'an ISO 8601 instant with its offset' }).regex(instantForm, {
  error: 'an ISO 8601 instant with its offset, such as `2026-03-02T09:00:00-05:00`',
});

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.strictObject({ amount: z.int(), currency: z.string().length(3) }),
]);
const data = z.record(name, value);

const eventParts = {
  type: qualified.describe('The event, as the program names it.'),
  id: z.string().min(1).max(64).optional().describe('Say it to send the same event twice.'),
  refs: z
    .record(name, z.string().min(1).max(64).nullable())
    .optional()
    .describe('Outside ids by the names of the refs; null leaves one out. The rest stand in.'),
  data: data.optional().describe('Declared data; an instant may be `+3d`, counted from the start.'),
  'occurred-at': moment.optional().describe('When it happened, if not now.'),
};
const event = z.union([qualified, z.strictObject(eventParts)], {
  error: 'the type of an event, or `{ type, refs, data }`',
});

/** Names of exceptions say what came of what: `welcome:failed`. */
const owed = z.string().regex(/^[a-z][a-z0-9.:-]*$/u, { error: 'the name of what is open' });

const act = z.strictObject({
  task: owed.describe('What the person acts on: a task, or the reason of an exception or a park.'),
  owner: name.optional().describe('Must own it at that moment.'),
  action: name,
  actor: z.string().min(1).max(64).optional().describe('One of the owner’s people unless said.'),
  data: data.optional(),
});

const classes = z.enum(['done', 'rejected', 'exhausted', 'unknown']);
const receipts = z.enum(['sent', 'delivered', 'read', 'replied', 'confirmed', 'failed']);
const answer = z.union(
  [
    classes,
    receipts,
    z.enum(['nothing', 'silent']),
    z.strictObject({ done: data.describe('What the system returns.') }),
    z.strictObject({ found: z.array(event).min(1).describe('What the system has for us.') }),
  ],
  {
    error:
      '`done`, `rejected`, `exhausted`, `unknown`, `silent`; of a message `sent`, `delivered`, ' +
      '`failed`; of a look-up `nothing` or `{ found: [event] }`',
  },
);

const names = z.array(z.string().min(1));
const expectation = z.strictObject({
  step: name.optional(),
  stage: name.optional(),
  status: z.enum(['open', 'ended']).optional(),
  outcome: name.optional(),
  owner: name.optional().describe('Who owns what is due next.'),
  due: moment.optional().describe('When that is due.'),
  milestones: names.optional().describe('Reached by now.'),
  facts: z.record(name, value.nullable()).optional().describe('Null: not known.'),
  asked: names.optional().describe('Asked of outside systems since the last `expect`.'),
  'not-asked': names.optional().describe('Not asked since the last `expect`.'),
  planned: z
    .record(name, z.union([moment, z.array(moment)]))
    .optional()
    .describe('All messages that are planned, by template, with when each is to be sent.'),
  withheld: names.optional().describe('Templates of messages that are not sent, for a reason.'),
  obligations: names.optional().describe('All that is open, by name, in any order.'),
  sentence: z.string().min(1).optional().describe('Stands in the journey’s sentence.'),
  event: z.enum(['accepted', 'duplicate', 'unmatched', 'rejected']).optional(),
});

const step = z
  .strictObject({
    at: moment.optional().describe('Time moves on, deadline by deadline, to here.'),
    'silence-until': moment.optional().describe('The same, to say that nobody says anything.'),
    answer: z.record(qualified, answer).optional().describe('What systems answer from now on.'),
    event: event.optional(),
    act: act.optional(),
    expect: expectation.optional(),
  })
  .refine((written) => Object.keys(written).length > 0, { error: 'a step does something' });

export const scenarioSchema = z.strictObject({
  scenario: z.string().min(1).max(120).describe('One sentence: what must not go wrong.'),
  breakdown: z
    .string()
    .regex(/^B(?:[1-9]|1[0-2])$/u, { error: '`B1` to `B12`' })
    .optional(),
  journey: name.optional().describe('The journey looked at; the first to begin unless said.'),
  starts: instant,
  steps: z.array(step).min(1),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioStep = Scenario['steps'][number];
export type WrittenEvent = Exclude<z.output<typeof event>, string>;
export type WrittenAct = z.output<typeof act>;
export type Answer = z.output<typeof answer>;
export type Expectation = z.output<typeof expectation>;
export type WrittenValue = z.output<typeof value>;

/** The long form of an event written as its type alone. */
export function longForm(written: z.output<typeof event>): WrittenEvent {
  return typeof written === 'string' ? { type: written } : written;
}
