/** Messages to people: what became of each, what they have said of it, and what would be sent. */
import { z } from 'zod';
import {
  compilePolicy,
  declared,
  joined,
  journeyId,
  readInstant,
  sentence,
} from '../../core/index.ts';
import type { ConsentWord, Program } from '../../core/index.ts';
import { backtest, forecast } from '../../runtime/index.ts';
import { messageName } from '../../store/index.ts';
import type { MessageRow, PersonView } from '../../store/index.ts';
import type { ApiContext } from '../context.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { HttpError } from '../failure.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  instantSchema,
  journeyIdSchema,
  journeyParams,
  missing,
  named,
  nameSchema,
  nextSchema,
  pageQuery,
  refusals,
  unfit,
} from '../schemas.ts';
import { consentSchema, forecastSchema, journeyMessagesSchema } from '../message-schemas.ts';
import { consentView, explanationView, forecastView, instant } from '../views.ts';
import { explainNow } from './explain-now.ts';
import { findJourney } from './find-journey.ts';

const getMessages = route({
  method: 'GET',
  path: '/v1/journeys/:id/messages',
  operationId: 'getMessages',
  summary:
    'What a person is told in one journey, what became of it, and what they have said of it.',
  access: 'read',
  params: journeyParams,
  responses: {
    200: { description: 'By their times.', schema: journeyMessagesSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params }) {
    const view = await findJourney(context, params.id);
    const { messages } = explanationView(await explainNow(context, view));
    const consents = await context.deps.reads.consents(view.id);
    return { status: 200, json: { messages, consents: consents.map(consentView) } };
  },
});

const addConsent = jsonRoute({
  method: 'POST',
  path: '/v1/journeys/:id/consents',
  operationId: 'addConsent',
  summary: 'Enters what the person has said of being written to; it holds for all their journeys.',
  access: 'write',
  idempotent: true,
  params: journeyParams,
  body: named(
    'AddConsent',
    z.strictObject({
      actor: actorSchema,
      grants: z.boolean().describe('`false`: no more, from now on.'),
      channel: nameSchema.optional().describe('Absent: over every channel.'),
      purpose: nameSchema.optional().describe('Absent: for every purpose.'),
    }),
  ),
  responses: {
    200: {
      description: 'Entered, and durable.',
      schema: z.object({ journey: journeyIdSchema, consents: z.array(consentSchema) }),
    },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, params, body, headers }) {
    const { deps } = context;
    const view = await findJourney(context, params.id);
    const { actor, ...word } = body;
    checkWord(word, view.program);
    const idempotencyKey = idempotencyKeyOf(headers);
    const { grants, channel, purpose } = word;
    const { journey } = await deps.engine.consent({
      journey: journeyId(view.id),
      actor,
      word: {
        grants,
        ...(channel === undefined ? {} : { channel }),
        ...(purpose === undefined ? {} : { purpose }),
      },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    const consents = await deps.reads.consents(view.id);
    return { status: 200, json: { journey, consents: consents.map(consentView) } };
  },
});

type WrittenWord = { readonly [K in keyof ConsentWord]: ConsentWord[K] | undefined };

/** A word on what the program never says would be one that nobody heeds. */
function checkWord({ channel, purpose }: WrittenWord, { templates }: Program): void {
  const all = Object.values(templates);
  if (channel !== undefined && !all.some(({ channels }) => channels.includes(channel))) {
    const message = 'The program writes to nobody over such a channel; name one of its templates.';
    throw new HttpError(422, 'ONW-CONSENT-WORD', { message, at: '/channel' });
  }
  if (purpose !== undefined && !all.some((template) => template.purpose === purpose)) {
    const message = 'No template of the program has such a purpose; name one that has.';
    throw new HttpError(422, 'ONW-CONSENT-WORD', { message, at: '/purpose' });
  }
}

/** What a forecast looks back on: the longest cap, and a day of a zone. */
const lookBackMs = 8 * 86_400_000;

const planMessages = route({
  method: 'GET',
  path: '/v1/messages/plan',
  operationId: 'planMessages',
  summary:
    'What people are to be told, person by person, and what would become of it as it stands.',
  access: 'read',
  query: z.object({
    ...pageQuery,
    asOf: instantSchema.optional().describe('Judged as at this time; default: now.'),
  }),
  responses: {
    200: {
      description: 'One page of people.',
      schema: z.object({ messages: z.array(forecastSchema), next: nextSchema }),
    },
    ...unfit,
    ...refusals,
  },
  async handle({ context, query }) {
    const { clock } = context.deps;
    const now = clock.now();
    const asOf = query.asOf === undefined ? now : (readInstant(query.asOf) ?? now);
    if (asOf < now) {
      const message = 'The time has passed; what was sent by then stands in the journeys.';
      throw new HttpError(422, 'ONW-DUE-PAST', { message, at: '/asOf' });
    }
    const { rows, next } = await peopleOf(context, {
      ...query,
      which: 'open',
      from: now - lookBackMs,
    });
    const messages = rows.flatMap((person) => forecast(person, asOf)).map(forecastView);
    return { status: 200, json: { messages, next } };
  },
});

async function peopleOf(
  { deps }: ApiContext,
  {
    after: cursor,
    limit,
    which,
    from,
  }: {
    readonly after?: string | undefined;
    readonly limit: number;
    readonly which: 'open' | 'any';
    readonly from: number;
  },
): Promise<{ readonly rows: readonly PersonView[]; readonly next: string | null }> {
  const [after = 0] = cursor === undefined ? [] : readCursor(cursor, [most.id]);
  const found = await deps.reads.people({ which, after, limit: limit + 1, from });
  return pageOf(found, limit, ({ subject }) => [subject]);
}

const counts = z.object({
  sent: z.int(),
  late: z.int().describe('Of these, put off before.'),
  merged: z.int(),
  withheld: z.int(),
});

const backtestMessages = jsonRoute({
  method: 'POST',
  path: '/v1/messages/backtest',
  operationId: 'backtestMessages',
  summary: 'What another policy would have made of the messages that were asked for since a time.',
  access: 'read',
  body: named(
    'Backtest',
    z.strictObject({
      policy: z.string().max(65_536).describe('YAML: `messages:`, and `calendars:` it names.'),
      since: instantSchema,
      limit: z.int().min(1).max(200).default(100),
      after: z.string().max(200).optional(),
    }),
  ),
  responses: {
    200: {
      description: 'One page of people: how it was, and how it would have been.',
      schema: z.object({
        was: counts,
        would: counts,
        changed: z.array(
          z.object({
            journey: journeyIdSchema,
            template: z.string(),
            channel: z.string(),
            askedAt: instantSchema,
            was: z.string(),
            would: z.string(),
            at: instantSchema.describe('When it would have been sent, or given up.'),
          }),
        ),
        next: nextSchema,
      }),
    },
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, body }) {
    const program = policed(body.policy, context.deps.engine.program);
    const from = readInstant(body.since) ?? 0;
    const { rows, next } = await peopleOf(context, { ...body, which: 'any', from });
    const tally = { was: none(), would: none() };
    const changed = rows.flatMap((person) => compare(person, program, tally));
    return { status: 200, json: { ...tally, changed, next } };
  },
});

type Counts = { -readonly [K in keyof z.output<typeof counts>]: number };

function none(): Counts {
  return { sent: 0, late: 0, merged: 0, withheld: 0 };
}

/** Later than this it was put off. */
const promptMs = 60_000;

function compare(
  person: PersonView,
  program: Program,
  { was, would }: { readonly was: Counts; readonly would: Counts },
) {
  const rows = person.messages.filter(({ fate }) => countedAs[fate] !== undefined);
  const replayed = backtest({ ...person, messages: rows }, program);
  const byName = new Map(replayed.map((each) => [each.wish.key, each]));
  return rows.flatMap((row) => {
    const { askedAt, template, channel } = row;
    const found = byName.get(messageName(row));
    const before = countedAs[row.fate];
    if (found === undefined || before === undefined) return [];
    const after = fateNames[found.fate.kind];
    was[before] += 1;
    would[after] += 1;
    const wasLate = before === 'sent' && row.at - askedAt > promptMs;
    const isLate = after === 'sent' && found.at - askedAt > promptMs;
    if (wasLate) was.late += 1;
    if (isLate) would.late += 1;
    const words = [wasLate ? 'late' : before, isLate ? 'late' : after] as const;
    if (words[0] === words[1]) return [];
    return [
      {
        journey: journeyId(row.journey),
        template,
        channel,
        askedAt: instant(askedAt),
        was: words[0],
        would: words[1],
        at: instant(found.at),
      },
    ];
  });
}

/** What is over, as it is counted: what was handed over was to be sent. */
const countedAs: Readonly<Partial<Record<MessageRow['fate'], 'sent' | 'merged' | 'withheld'>>> = {
  leaving: 'sent',
  sent: 'sent',
  failed: 'sent',
  merged: 'merged',
  withheld: 'withheld',
};

const fateNames = {
  send: 'sent',
  defer: 'sent',
  merge: 'merged',
  withhold: 'withheld',
} as const;

/** The program with the policy of a caller. */
function policed(text: string, program: Program): Program {
  const { program: changed, problems } = compilePolicy('policy.yaml', text, program);
  if (changed !== undefined) return changed;
  const [first] = problems;
  const { line = 1, column = 1, code = 'ONW-LANG-YAML' } = first ?? {};
  const message = joined(
    sentence`The policy cannot be used: line ${line}, column ${column}, ${declared(code)};`,
    '`onward check` says more of a program that has it.',
  );
  throw new HttpError(422, 'ONW-POLICY', { message, at: '/policy' });
}

export const messageRoutes = [getMessages, addConsent, planMessages, backtestMessages];
