/** Events come in: CloudEvents of trusted senders, and signed deliveries of the program's systems. */
import { z } from 'zod';
import { RejectError } from '../../core/index.ts';
import type { Json, OperationalEvent } from '../../core/index.ts';
import type { EventResult } from '../../runtime/index.ts';
import { readJson } from '../body.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import type { GateAnswer } from '../ports.ts';
import { route } from '../route.ts';
import { bodyRefusals, journeyIdSchema, missing, named, refusals } from '../schemas.ts';

const single = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json';

const resultSchema = named(
  'EventResult',
  z.object({
    id: z.string().nullable().describe("The sender's id; null where the item has none."),
    status: z.enum(['accepted', 'duplicate', 'unmatched', 'rejected']),
    code: z.string().optional(),
    message: z.string().optional(),
    journeys: z.array(journeyIdSchema).describe('Journeys that took the event.'),
  }),
);
const resultsSchema = named(
  'EventResults',
  z.object({ results: z.array(resultSchema).describe('One for each event, in the order of the request.') }),
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
      const message = `A batch holds at most ${context.limits.batch} events; send several.`;
      throw new HttpError(413, 'ONW-BATCH-TOO-LARGE', { message });
    }
    const { deps } = context;
    const receivedAt = deps.clock.now();
    const read = await Promise.all(items.map((item) => deps.gate.readCloudEvent(item, receivedAt)));
    return reply(await take(context, read));
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
async function take({ deps }: ApiContext, read: readonly GateAnswer[]): Promise<readonly Result[]> {
  const events = read.flatMap((each): OperationalEvent[] => (each.kind === 'event' ? [each.event] : []));
  const taken: readonly EventResult[] = events.length === 0 ? [] : await deps.engine.events(events);
  let next = 0;
  return read.map((each): Result => {
    const result = each.kind === 'event' ? taken[next++] : undefined;
    if (result !== undefined) return resultOf(result);
    const { code, message, id } = each.kind === 'refused' ? each : unanswered;
    return { id: id ?? null, status: 'rejected', code, message, journeys: [] };
  });
}

const unanswered = {
  code: 'ONW-INTERNAL',
  message: 'The event was not answered; send it again.',
  id: undefined,
} as const;

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

const deliver = route<typeof systemParams, z.ZodObject, Uint8Array>({
  method: 'POST',
  path: '/in/:system',
  operationId: 'deliver',
  summary: "Takes a system's own signed delivery, byte for byte; answered after commit.",
  access: 'public',
  params: systemParams,
  body: { kind: 'raw' },
  responses: { ...answers, ...missing, ...bodyRefusals, ...refusals },
  async handle({ context, params, body, headers }) {
    const { deps } = context;
    if (!isKnown(context, params.system)) {
      throw new RejectError('ONW-SYSTEM-UNKNOWN', 'The program has no such system or connector.');
    }
    const delivery = { body, headers: Object.fromEntries(headers), receivedAt: deps.clock.now() };
    const read = await deps.receive(params.system, delivery);
    const forged = read.find((each) => each.kind === 'refused' && isForged(each.code));
    if (forged?.kind === 'refused') {
      throw new HttpError(401, forged.code, { message: forged.message });
    }
    return reply(await take(context, read));
  },
});

function isForged(code: string): boolean {
  return code.startsWith('ONW-SIGNATURE');
}

function isKnown({ deps }: ApiContext, name: string): boolean {
  const { systems } = deps.engine.program;
  return Object.hasOwn(systems, name) || Object.values(systems).some(({ connector }) => connector === name);
}

export const eventRoutes = [postEvents, deliver];
