/** What is counted over all journeys: the whole, what stands still, who has what, clocks. */
import { z } from 'zod';
import { journeyId, obligationId } from '../../core/index.ts';
import {
  datesOf,
  loadOf,
  paceOf,
  promisePage,
  promiseStates,
  stallsOf,
} from '../../runtime/index.ts';
import type { Figures, Happened, OwnerLoad, Pace, PromiseSpot } from '../../runtime/index.ts';
import type { ApiContext } from '../context.ts';
import { most, readCursor, writeCursor } from '../cursor.ts';
import { unknownRoute } from '../dispatch.ts';
import { loadSchema, promisesSchema, stallsSchema, summarySchema } from '../figure-schemas.ts';
import { route } from '../route.ts';
import { ownersQuery, pageQuery, refusals } from '../schemas.ts';
import { instant, instantOrNull } from '../views.ts';

export function figuresOf({ deps }: ApiContext): Figures {
  if (deps.figures === undefined) throw unknownRoute();
  return deps.figures;
}

/** Of which time a figure of what happened is. */
export function measuredOf({ counted }: Happened) {
  return {
    measuredSince: instantOrNull(counted?.since),
    measuredTo: instantOrNull(counted?.to),
  };
}

const summary = route({
  method: 'GET',
  path: '/v1/summary',
  operationId: 'getSummary',
  summary: 'Counts of the whole, as they stand beside the navigation.',
  access: 'read',
  responses: { 200: { description: 'The counts.', schema: summarySchema }, ...refusals },
  async handle({ context }) {
    const figures = figuresOf(context);
    const [{ at, value }, deep] = await Promise.all([figures.overview(), figures.deep()]);
    const { program } = context.deps.engine.program;
    const clocks = deep?.clocks.filter((each) => each.program === program);
    const json = {
      at: instant(at),
      ...value,
      quarantined: value.quarantined ?? null,
      stalls: deep?.stalls.length ?? null,
      promisesAtRisk: clocks?.reduce((sum, { atRisk }) => sum + atRisk, 0) ?? null,
    };
    return { status: 200, json };
  },
});

const stalls = route({
  method: 'GET',
  path: '/v1/stalls',
  operationId: 'listStalls',
  summary: 'What stands still, by its cause; what frees most when it is seen to stands first.',
  access: 'read',
  query: z.object({ owner: ownersQuery }),
  responses: { 200: { description: 'Every cause.', schema: stallsSchema }, ...refusals },
  async handle({ context, query: { owner } }) {
    const deep = await figuresOf(context).deep();
    const found = stallsOf(context.deps.engine.program, deep?.stalls ?? [], owner);
    const causes = found.map((stall) => {
      const { id, kind, system, journey, step, command, state, fix, queue, cause } = stall;
      const { overdue, slow, held, moreConsequences } = stall;
      return {
        ...{ id, kind, system, owner: stall.owner, journey, step, command, state },
        ...{ people: stall.journeys, overdue, slow, held, oldest: instant(stall.oldest) },
        consequences: stall.consequences.map(({ journey: of, slot, opened, sentence, due }) => {
          const obligation = obligationId({ journey: of, slot, opened });
          return { journey: journeyId(of), obligation, sentence, due: instant(due) };
        }),
        ...{ moreConsequences, queue, fix, cause },
      };
    });
    return { status: 200, json: { at: deep === undefined ? null : instant(deep.at), causes } };
  },
});

const load = route({
  method: 'GET',
  path: '/v1/load',
  operationId: 'getLoad',
  summary: 'What is due to whom and when, beside the hours in which it can be done.',
  access: 'read',
  query: z.object({ days: z.coerce.number().int().min(1).max(31).default(14) }),
  responses: { 200: { description: 'Every owner.', schema: loadSchema }, ...refusals },
  async handle({ context, query: { days } }) {
    const figures = figuresOf(context);
    const { program } = context.deps.engine;
    const { now, absent, places } = figures.parts;
    const [counts, deep, away, happened] = await Promise.all([
      places.get(),
      figures.deep(),
      absent(),
      figures.happened(30),
    ]);
    const at = counts?.at ?? now();
    const of = { program, now: at, days, absent: away };
    const owners = loadOf(of, counts?.rows ?? [], deep?.due ?? new Map()).map((owner) => {
      const pace = paceOf(happened.value, owner.owner, program);
      return { ...owner, ...paced(pace, owner) };
    });
    const json = { at: instant(at), ...measuredOf(happened.value), days: datesOf(of), owners };
    return { status: 200, json };
  },
});

function paced(pace: Pace | undefined, { open, due }: OwnerLoad) {
  const { closedPerDay = null, manual = null, hoursEach } = pace ?? {};
  const isKnown = closedPerDay !== null && closedPerDay > 0;
  const daysToClear = isKnown ? Math.round((open / closedPerDay) * 10) / 10 : null;
  const dueHours =
    hoursEach === undefined ? null : due.map((count) => Math.round(count * hoursEach * 100) / 100);
  return { closedPerDay, daysToClear, manual, dueHours };
}

const promises = route({
  method: 'GET',
  path: '/v1/promises',
  operationId: 'listPromises',
  summary: 'Clocks of open journeys, and whose minutes they were; the most urgent first.',
  access: 'read',
  query: z.object({
    clock: z.string().min(1).max(200).optional(),
    journey: z.string().min(1).max(200).optional(),
    state: z.enum(promiseStates).exclude(['stopped']).optional(),
    ...pageQuery,
  }),
  responses: { 200: { description: 'One page.', schema: promisesSchema }, ...refusals },
  async handle({ context, query: { clock, journey, state, limit, after } }) {
    const figures = figuresOf(context);
    const newest = context.deps.engine.program;
    const deep = await figures.deep();
    const now = context.deps.clock.now();
    const page = await promisePage(
      { store: figures.parts.figures, newest, now },
      deep?.clocks ?? [],
      {
        program: newest.program,
        ...(clock === undefined ? {} : { clock }),
        ...(journey === undefined ? {} : { journey }),
        ...(state === undefined ? {} : { state }),
        ...(after === undefined ? {} : { after: spotOf(after) }),
        limit,
      },
    );
    const json = {
      at: deep === undefined ? null : instant(deep.at),
      complete: deep !== undefined && page.isComplete,
      clocks: page.tallies.map((each) => {
        const { program: _own, rows: _rows, isComplete: _all, ...tally } = each;
        return tally;
      }),
      rows: page.rows.map(promiseOf),
      next: page.next === undefined ? null : writeCursor(page.next),
    };
    return { status: 200, json };
  },
});

function promiseOf(row: Awaited<ReturnType<typeof promisePage>>['rows'][number]) {
  const { id, journeyName, owner, zone } = row;
  const { name, standing, turn, due, left, passed, charged, sentence } = row.clock;
  return {
    journey: journeyId(id),
    journeyName,
    clock: name,
    standing,
    turn,
    due: due === null ? null : instant(due),
    leftMs: left,
    passed: passed === null ? null : instant(passed),
    charged,
    sentence,
    owner,
    zone,
  };
}

function spotOf(cursor: string): PromiseSpot {
  const [key = 0, id = 0, clock = 0] = readCursor(cursor, [most.id, most.id, most.place]);
  return [key, id, clock];
}

export const figureRoutes = [summary, stalls, load, promises];
