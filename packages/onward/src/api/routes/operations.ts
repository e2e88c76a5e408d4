/** For whoever runs Onward: is it up, can it work, how much is there, what just happened. */
import { z } from 'zod';
import { HttpError } from '../failure.ts';
import { metricsText } from '../metrics-text.ts';
import { route } from '../route.ts';
import { named, refusals } from '../schemas.ts';

const okSchema = named('Ok', z.object({ ok: z.literal(true) }));
const ok = { status: 200, json: { ok: true } } as const;

const healthz = route({
  method: 'GET',
  path: '/healthz',
  operationId: 'healthz',
  summary: 'The process is up.',
  access: 'public',
  responses: { 200: { description: 'Up.', schema: okSchema }, ...refusals },
  handle: () => Promise.resolve(ok),
});

const readyMs = 2_000;

const readyz = route({
  method: 'GET',
  path: '/readyz',
  operationId: 'readyz',
  summary: 'Requests can be taken: the engine runs and the database answers.',
  access: 'public',
  responses: { 200: { description: 'Ready.', schema: okSchema }, ...refusals },
  async handle({ context: { deps } }) {
    const asked = Promise.all([deps.ready(), deps.reads.ping()]).then(([ready]) => ready);
    if (await within(asked, readyMs)) return ok;
    const message = 'Onward cannot take requests now; its database may not answer.';
    throw new HttpError(503, 'ONW-NOT-READY', { message, headers: { 'retry-after': '1' } });
  },
});

/** False when the answer is no, an error, or too long in coming. */
async function within(answer: Promise<boolean>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  try {
    return await Promise.race([answer, late.promise]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

const metrics = route({
  method: 'GET',
  path: '/metrics',
  operationId: 'metrics',
  summary: 'Counters and totals in the Prometheus text format; no label comes from input.',
  access: 'read',
  responses: { 200: { description: 'Metrics.', type: 'text/plain' }, ...refusals },
  async handle({ context: { deps, counts } }) {
    const totals = await deps.reads.totals(deps.clock.now());
    const text = metricsText({
      totals,
      counters: deps.engine.counters(),
      requests: counts.lines(),
    });
    return new Response(text, {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    });
  },
});

const changes = route({
  method: 'GET',
  path: '/v1/changes',
  operationId: 'changes',
  summary: 'Commits as they happen (server-sent events); after `reset`, read everything again.',
  access: 'read',
  responses: { 200: { description: 'A stream.', type: 'text/event-stream' }, ...refusals },
  handle({ context: { feed }, headers, signal }) {
    const stream = feed.open(headers.get('last-event-id'), signal);
    const type = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };
    return Promise.resolve(new Response(stream, { headers: type }));
  },
});

export const operationRoutes = [healthz, readyz, metrics, changes];
