/** Events come in: CloudEvents of trusted senders, and signed deliveries of a program's systems. */
import { z } from 'zod';
import { declared, joined, RejectError, sentence } from '../../core/index.ts';
import type { Json, OnwardCode, OperationalEvent, Plain, RawDelivery } from '../../core/index.ts';
import type { EventResult } from '../../runtime/index.ts';
import { readJson } from '../body.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import type { Taken } from '../ports.ts';
import { languagesOf, linkPage } from '../link-page.ts';
import { route } from '../route.ts';
import type { Call, Reply } from '../route.ts';
import { bodyRefusals, journeyIdSchema, missing, named, refusals } from '../schemas.ts';

const single = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json';

const resultSchema = named(
  'EventResult',
  z.object({
    id: z.string().nullable().describe("The sender's id; null where the item has none."),
    status: z
      .enum(['accepted', 'duplicate', 'unmatched', 'ignored', 'rejected'])
      .describe('ignored: a message of the system that the program has no use for.'),
    code: z.string().optional(),
    message: z.string().optional(),
    at: z.string().optional().describe('Pointer to the member that is wrong.'),
    journeys: z.array(journeyIdSchema).describe('Journeys that took the event.'),
  }),
);
const resultsSchema = named(
  'EventResults',
  z.object({
    results: z.array(resultSchema).describe('One for each event, in the order of the request.'),
  }),
);
type Result = z.output<typeof resultSchema>;

/** What a sender may write; the gate judges it by the program, item by item. */
const cloudEventSchema = named(
  'CloudEvent',
  z.looseObject({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.string().describe('`system.event`, as the program declares it.'),
    time: z.iso.datetime({ offset: true }).optional(),
    data: z.looseObject({}).optional().describe('Refs and declared facts, by name.'),
  }),
);

const answers = {
  202: { description: 'At least one event is taken and durable.', schema: resultsSchema },
  422: { description: 'Every event is refused; each result says why.', schema: resultsSchema },
};

const postEvents = route<z.ZodObject, z.ZodObject, Uint8Array>({
  method: 'POST',
  path: '/v1/events',
  operationId: 'postEvents',
  summary: 'Takes one CloudEvent or a batch; answered after commit.',
  access: 'write',
  body: {
    kind: 'items',
    types: ['application/json', single, batch],
    schema: z.union([cloudEventSchema, z.array(cloudEventSchema)]),
  },
  responses: { ...answers, ...bodyRefusals, ...refusals },
  async handle({ context, body, mediaType }) {
    const items = itemsOf(readJson(body, context.limits), mediaType);
    if (items.length > context.limits.batch) {
      const message = sentence`A batch holds at most ${context.limits.batch} events; send several.`;
      throw new HttpError(413, 'ONW-BATCH-TOO-LARGE', { message });
    }
    const { intake, clock } = context.deps;
    return reply(await take(context, await intake.receiveEvents(items, clock.now())));
  },
});

function itemsOf(value: Json, mediaType: string): readonly Json[] {
  const isList = Array.isArray(value);
  if ((isList && mediaType !== single) || (!isList && mediaType !== batch)) {
    return isList ? (value as readonly Json[]) : [value];
  }
  const message = 'The body does not match its media type: one event is an object, a batch a list.';
  throw new HttpError(400, 'ONW-EVENTS-SHAPE', { message });
}

/** Submits what the gate let through; the results stand in the order of the items. */
export async function take(
  { deps }: ApiContext,
  read: readonly Taken[],
): Promise<readonly Result[]> {
  const events = read.flatMap((each): OperationalEvent[] =>
    each.kind === 'event' ? [each.event] : [],
  );
  const taken: readonly EventResult[] = events.length === 0 ? [] : await deps.engine.events(events);
  let next = 0;
  return read.map((each): Result => {
    const result = each.kind === 'event' ? taken[next++] : undefined;
    if (result !== undefined && each.kind === 'event') {
      return resultOf({ ...result, id: each.given ?? result.id });
    }
    return refusalOf(each.kind === 'refused' ? each : unanswered);
  });
}

const unanswered: Refused = {
  kind: 'refused',
  code: 'ONW-INTERNAL',
  message: declared('The event was not answered; send it again.'),
};

type Refused = Extract<Taken, { readonly kind: 'refused' }>;

function refusalOf({ id, code, message, at }: Refused): Result {
  const where = at === undefined ? {} : { at };
  return { id: id ?? null, status: 'rejected', code, message, ...where, journeys: [] };
}

/** Systems send more than a program asks for; refusing it would make them stop sending. */
function lenient(result: Result): Result {
  const isUnused = result.status === 'rejected' && result.code?.endsWith('EVENT-UNUSED');
  return isUnused === true ? { ...result, status: 'ignored' } : result;
}

function resultOf({ id, status, code, message, journeys }: EventResult): Result {
  return {
    id,
    status,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    journeys: [...journeys],
  };
}

function reply(results: readonly Result[]) {
  const taken = results.length === 0 || results.some(({ status }) => status !== 'rejected');
  return { status: taken ? 202 : 422, json: { results } };
}

const systemParams = z.object({
  system: z.string().describe('A system of the program, or its connector.'),
});
const resourceParams = systemParams.extend({
  type: z.string().describe('Type of a FHIR resource; the delivery itself says what it is.'),
  id: z.string().describe('Id of the resource; it is not read.'),
});

type Delivery = Call<z.output<typeof systemParams>, unknown, Uint8Array>;

/** What all doors of deliveries share; which one it came by says nothing. */
const door = {
  summary: "Takes a system's own signed delivery, byte for byte; answered after commit.",
  access: 'public',
  body: { kind: 'raw' },
  responses: { ...answers, ...missing, ...bodyRefusals, ...refusals },
  async handle({ context, params, body, headers, rawQuery }: Delivery): Promise<Reply> {
    const receivedAt = context.deps.clock.now();
    const query = rawQuery === '' ? {} : { query: rawQuery };
    const raw = { body, headers: Object.fromEntries(headers), ...query, receivedAt };
    const read = await receive(context, params.system, raw);
    for (const each of read) {
      if (each.kind === 'refused') checkRefusal(each);
    }
    const there = read.filter((each) => each.kind !== 'retry');
    const results = await take(context, there);
    const gone = read.find((each) => each.kind === 'retry');
    const isTaken = results.some(({ status }) => status !== 'rejected');
    const pressed = gone === undefined ? (isTaken ? 'taken' : 'refused') : 'later';
    const visit = { query: rawQuery, ...languagesOf(headers), receivedAt, pressed } as const;
    const page = linkPage(context, params.system, visit);
    if (page !== undefined) return page;
    // What was there is durable, and known when the delivery comes again.
    if (gone !== undefined) throw comeAgain(gone);
    return reply(results.map(lenient));
  },
} as const;

const deliver = route<typeof systemParams, z.ZodObject, Uint8Array>({
  method: 'POST',
  path: '/in/:system',
  operationId: 'deliver',
  params: systemParams,
  ...door,
});

/** Where a FHIR subscription that sends the whole resource sends it (R4, 3.4: rest-hook). */
const resourcePath = '/in/:system/:type/:id';

const showLink = route({
  method: 'GET',
  path: '/in/:system',
  operationId: 'showLink',
  summary: 'The page of a link in a message: a question and a button. Showing it does nothing.',
  access: 'public',
  params: systemParams,
  responses: { 200: { description: 'The page.', type: 'text/html' }, ...missing, ...refusals },
  handle({ context, params, headers, rawQuery }) {
    const receivedAt = context.deps.clock.now();
    const visit = { query: rawQuery, ...languagesOf(headers), receivedAt };
    const page = linkPage(context, params.system, visit);
    if (page !== undefined) return Promise.resolve(page);
    const message = 'There is no page here; deliveries come by POST.';
    throw new HttpError(404, 'ONW-ROUTE-UNKNOWN', { message });
  },
});

const deliverResource = route<typeof resourceParams, z.ZodObject, Uint8Array>({
  method: 'POST',
  path: resourcePath,
  operationId: 'deliverResource',
  params: resourceParams,
  ...door,
});

const putResource = route<typeof resourceParams, z.ZodObject, Uint8Array>({
  method: 'PUT',
  path: resourcePath,
  operationId: 'putResource',
  params: resourceParams,
  ...door,
});

/** A system's own name comes first; a connector's serves where its systems share one address. */
async function receive({ deps }: ApiContext, name: string, delivery: RawDelivery) {
  const { systems } = deps.engine.program;
  const system = Object.hasOwn(systems, name) ? systems[name] : undefined;
  const isConnector = Object.values(systems).some(({ connector }) => connector === name);
  const connector = system?.connector ?? (isConnector ? name : undefined);
  if (connector !== undefined && deps.delivers?.(connector) !== true) throw unsigned();
  if (system !== undefined) return deps.intake.receive(name, delivery);
  if (isConnector) return deps.intake.receiveLine(name, delivery);
  const message =
    'The program has no such system or connector; use the name of one of its systems.';
  throw new RejectError('ONW-SYSTEM-UNKNOWN', message);
}

/** Anyone may post here, so what no signature proves is not taken. */
function unsigned(): HttpError {
  const message = joined(
    'The system signs no deliveries, so none is taken here;',
    'send HL7 v2 over MLLP, and events of your own to /v1/events.',
  );
  return new HttpError(404, 'ONW-SYSTEM-SILENT', { message });
}

function comeAgain({ code }: { readonly code: OnwardCode }): HttpError {
  const message = declared('The system did not give what the delivery is about; send it again.');
  return new HttpError(503, code, { message, headers: { 'retry-after': '5' } });
}

/** A signature that does not hold concerns the whole; a secret that is missing is ours to mend. */
function checkRefusal({ code, message }: { readonly code: OnwardCode; readonly message: Plain }) {
  if (code.startsWith('ONW-SIGNATURE-')) throw new HttpError(401, code, { message });
  if (code.startsWith('ONW-SECRET-')) {
    throw new HttpError(503, code, { message, headers: { 'retry-after': '60' } });
  }
}

export const eventRoutes = [postEvents, deliver, showLink, deliverResource, putResource];
