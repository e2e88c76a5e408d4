/** What an edge in another process asks of its coordinator; it dials, nothing dials in to it. */
import { z } from 'zod';
import { parseJourneyId, parseObligationId, RejectError } from '../../core/index.ts';
import type { FactTypes, OnwardCode, Program, Sentence } from '../../core/index.ts';
import { programHash } from '../../store/index.ts';
import type { SourceReport } from '../../store/index.ts';
import type { Errand, Order, Sent } from '../../runtime/index.ts';
import { admit, admitFacts, sealedEventsSchema, sentSchema } from '../admit.ts';
import type { ApiContext } from '../context.ts';
import { unknownRoute } from '../dispatch.ts';
import { HttpError } from '../failure.ts';
import type { BriefDesk, EdgeDesk } from '../ports.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  codeSchema,
  journeyIdSchema,
  missing,
  named,
  nameSchema,
  obligationParams,
  reasonSchema,
  refusals,
  unfit,
} from '../schemas.ts';

const answered = { ...bodyRefusals, ...refusals, ...unfit };

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/u);
const edgeProgramSchema = named(
  'EdgeProgram',
  z.object({ hash: hashSchema, program: z.looseObject({ format: z.literal(1) }) }),
);

const hashes = new WeakMap<Program, string>();

function hashOf(program: Program): string {
  const hash = hashes.get(program) ?? programHash(program);
  hashes.set(program, hash);
  return hash;
}

const currentProgram = route({
  method: 'GET',
  path: '/v1/edge/program',
  operationId: 'getEdgeProgram',
  summary: 'The program that runs, for an edge to speak with its systems.',
  access: 'edge',
  responses: { 200: { description: 'The program.', schema: edgeProgramSchema }, ...refusals },
  handle({ context: { deps } }) {
    const { program } = deps.engine;
    return Promise.resolve({ status: 200, json: { hash: hashOf(program), program } });
  },
});

const someProgram = route({
  method: 'GET',
  path: '/v1/edge/programs/:hash',
  operationId: 'getEdgeProgramVersion',
  summary: 'A version of the program that journeys still run on.',
  access: 'edge',
  params: z.object({ hash: hashSchema }),
  responses: {
    200: { description: 'The program.', schema: edgeProgramSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params: { hash } }) {
    const program = await deskOf(context).program(hash);
    if (program === undefined) throw absent('ONW-PROGRAM-GONE', 'There is no such version.');
    return { status: 200, json: { hash, program } };
  },
});

const submittedSchema = named(
  'Submitted',
  z.object({
    results: z.array(
      z.object({
        id: z.string(),
        status: z.enum(['accepted', 'duplicate', 'unmatched', 'rejected']),
        code: codeSchema.optional(),
        message: z.string().optional(),
        journeys: z.array(journeyIdSchema),
      }),
    ),
  }),
);

const submit = jsonRoute({
  method: 'POST',
  path: '/v1/edge/events',
  operationId: 'submitSealedEvents',
  summary: 'Takes events that the edge has verified, mapped and sealed; answered after commit.',
  access: 'edge',
  body: z.strictObject({ events: sealedEventsSchema }),
  responses: { 200: { description: 'One result each.', schema: submittedSchema }, ...answered },
  async handle({ context: { deps }, body }) {
    const events = body.events.map((event) => admit(event, deps.engine.program));
    const results = events.length === 0 ? [] : await deps.engine.events(events);
    return { status: 200, json: { results } };
  },
});

const errandSchema = named(
  'Errand',
  z.looseObject({ id: z.string(), key: z.string(), journey: journeyIdSchema, program: hashSchema }),
);

/** Less than the time after which proxies take a silent request for a dead one. */
const longestWaitMs = 25_000;

const takeOrders = jsonRoute({
  method: 'POST',
  path: '/v1/edge/orders',
  operationId: 'takeOrders',
  summary: 'Waits for orders and takes them; whoever takes them tells the end of each.',
  access: 'edge',
  body: z.strictObject({
    most: z.int().min(1).max(500).default(100),
    waitMs: z.int().min(0).max(longestWaitMs).default(longestWaitMs),
  }),
  responses: {
    200: { description: 'Orders, or none.', schema: z.object({ orders: z.array(errandSchema) }) },
    ...answered,
  },
  async handle({ context, body, signal }) {
    const { board } = deskOf(context);
    const until = AbortSignal.any([signal, AbortSignal.timeout(body.waitMs)]);
    const orders: readonly Errand[] = await board.take(body.most, until);
    return { status: 200, json: { orders } };
  },
});

const finishOrder = jsonRoute({
  method: 'POST',
  path: '/v1/edge/orders/:id',
  operationId: 'finishOrder',
  summary: 'Tells what came of an order.',
  access: 'edge',
  params: z.object({ id: z.string().regex(/^[0-9]{1,15}$/u) }),
  body: sentSchema,
  responses: {
    200: {
      description: 'False: nobody waits for it any more.',
      schema: z.object({ taken: z.boolean() }),
    },
    ...answered,
  },
  handle({ context, params: { id }, body }) {
    const { board } = deskOf(context);
    const order = board.order(id);
    if (order === undefined) return Promise.resolve({ status: 200, json: { taken: false } });
    const sent = admitted(body, order);
    return Promise.resolve({ status: 200, json: { taken: board.finish(id, sent) } });
  },
});

type Told = z.output<typeof sentSchema>;

/** What was told, held to the types of what was asked. */
function admitted(told: Told, order: Order): Sent {
  const { program, effect } = order;
  if (told.kind === 'retry') {
    const { code, afterMs } = told;
    return {
      kind: 'retry',
      code: code as OnwardCode,
      ...(afterMs === undefined ? {} : { afterMs }),
    };
  }
  const { kind, code, observed, more } = told;
  const data = admitFacts(told.data, returnsOf(order), program);
  const events = observed?.map((event) => admit(event, program));
  if (events !== undefined && effect.kind !== 'look-up') {
    throw new RejectError('ONW-EVENT-DATA', 'Only a look-up brings events; mend the edge.');
  }
  return {
    kind,
    data,
    ...(code === undefined ? {} : { code: code as OnwardCode }),
    ...(events === undefined ? {} : { observed: events }),
    ...(more === undefined ? {} : { more }),
  };
}

function returnsOf({ program, effect }: Order): FactTypes {
  if (effect.kind !== 'command') return {};
  return program.systems[effect.system]?.commands[effect.command]?.returns ?? {};
}

const count = z.int().min(0).max(1_000_000_000);
const time = z.number().min(0).max(8_640_000_000_000_000);

const reportSchema = z.strictObject({
  system: nameSchema,
  state: z.enum(['well', 'refused', 'away', 'unknown']),
  stateAt: time,
  since: time,
  code: codeSchema.optional(),
  lastGood: time.optional(),
  lastHeard: time.optional(),
  lastRefused: time.optional(),
  lastAway: time.optional(),
  cursorAt: time.optional(),
  behind: z.boolean(),
  quarantined: count,
  heard: z
    .strictObject({
      first: time,
      last: time,
      events: count,
      gapMs: time,
      lags: z.array(count).max(64),
    })
    .optional(),
});

const reportSources = jsonRoute({
  method: 'POST',
  path: '/v1/edge/sources',
  operationId: 'reportSources',
  summary: 'Tells how the systems stand, and what they said since the last report, in figures.',
  access: 'edge',
  body: z.strictObject({ sources: z.array(reportSchema).max(1_000) }),
  responses: { 200: { description: 'Kept.', schema: z.object({}) }, ...answered },
  async handle({ context: { deps }, body }) {
    if (deps.watch === undefined) throw unknownRoute();
    // Only systems of the program have a row.
    const { systems } = deps.engine.program;
    const known = body.sources.filter(({ system }) => Object.hasOwn(systems, system));
    await deps.watch.report(known.map((each) => each as SourceReport));
    return { status: 200, json: {} };
  },
});

const aboutSchema = named(
  'ObligationAbout',
  z.object({
    journey: journeyIdSchema,
    program: hashSchema,
    refs: z.array(z.string()),
    brief: z.array(z.string()).describe('What to show whoever decides, as `system.look-up`.'),
  }),
);

const about = route({
  method: 'GET',
  path: '/v1/edge/obligations/:id',
  operationId: 'getObligationAbout',
  summary: 'Whom an open obligation is about, as hashes, so that the edge can ask their systems.',
  access: 'edge',
  params: obligationParams,
  responses: { 200: { description: 'It.', schema: aboutSchema }, ...missing, ...refusals },
  async handle({ context, params: { id } }) {
    const name = parseObligationId(id);
    const found = name && (await context.deps.briefs?.about(name));
    if (found === undefined) {
      throw absent('ONW-OBLIGATION-ABSENT', 'There is no such obligation.');
    }
    const { journey, refs, brief, program } = found;
    return { status: 200, json: { journey, program: hashOf(program), refs, brief } };
  },
});

const reveal = jsonRoute({
  method: 'POST',
  path: '/v1/edge/reveals',
  operationId: 'recordReveal',
  summary: 'Records that somebody was shown what the systems know of a person, and why.',
  access: 'edge',
  body: z.strictObject({
    obligation: z.string(),
    person: actorSchema,
    reason: reasonSchema,
    what: z.enum(['brief', 'notes', 'note-added']),
  }),
  responses: { 200: { description: 'Recorded.', schema: z.object({}) }, ...missing, ...answered },
  async handle({ context, body }) {
    const name = parseObligationId(body.obligation);
    if (name === undefined) {
      throw absent('ONW-OBLIGATION-ABSENT', 'There is no such obligation.');
    }
    await briefsOf(context).reveal({ ...body, obligation: name });
    return { status: 200, json: {} };
  },
});

const standing = jsonRoute({
  method: 'POST',
  path: '/v1/edge/standing',
  operationId: 'standingOf',
  summary: 'Where whoever some hashes name stands, in closed words.',
  access: 'edge',
  body: z.strictObject({ refs: z.array(z.string().regex(/^[0-9a-f]{32}$/u)).max(1_000) }),
  responses: {
    200: {
      description: 'Where; null: no journey is about them.',
      schema: z.object({ standing: z.looseObject({ obligation: z.string() }).nullable() }),
    },
    ...answered,
  },
  async handle({ context, body: { refs } }) {
    const found = await briefsOf(context).standing(refs);
    return { status: 200, json: { standing: found ?? null } };
  },
});

const forget = jsonRoute({
  method: 'POST',
  path: '/v1/edge/subjects/forget',
  operationId: 'forgetSubject',
  summary: 'Forgets hashes, erased at the edge, of whom a journey is about; the journeys stay.',
  access: 'edge',
  body: z.strictObject({
    journey: journeyIdSchema,
    erased: z.array(z.string().regex(/^[0-9a-f]{32}$/u)).max(10_000),
  }),
  responses: {
    200: {
      description: 'The hashes that are still known: erase them too.',
      schema: z.object({ refs: z.array(z.string()) }),
    },
    ...missing,
    ...answered,
  },
  async handle({ context, body: { journey, erased } }) {
    const id = parseJourneyId(journey);
    const refs = id === undefined ? undefined : await deskOf(context).forget(id, erased);
    if (refs === undefined) throw absent('ONW-JOURNEY-ABSENT', 'There is no such journey.');
    return { status: 200, json: { refs } };
  },
});

function deskOf({ deps }: ApiContext): EdgeDesk {
  if (deps.edge === undefined) throw unknownRoute();
  return deps.edge;
}

function briefsOf({ deps }: ApiContext): BriefDesk {
  if (deps.briefs === undefined) throw unknownRoute();
  return deps.briefs;
}

function absent<const M extends string>(code: OnwardCode, message: Sentence<M>): HttpError {
  return new HttpError(404, code, { message });
}

export const edgeRoutes = [
  currentProgram,
  someProgram,
  submit,
  takeOrders,
  finishOrder,
  about,
  reveal,
  standing,
  forget,
  reportSources,
];
