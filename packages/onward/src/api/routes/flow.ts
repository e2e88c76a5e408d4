/** How journeys flow: the map with what rests where and how long, and the ways that they took. */
import { z } from 'zod';
import { journeyId } from '../../core/index.ts';
import type { Journey } from '../../core/index.ts';
import { endedSo, flowDays, flowMapOf, stepFlows, touchDays } from '../../runtime/index.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import {
  ageingSchema,
  cumulativeSchema,
  flowSchema,
  touchesSchema,
  variantsSchema,
} from '../flow-schemas.ts';
import { route } from '../route.ts';
import { missing, refusals } from '../schemas.ts';
import { instant } from '../views.ts';
import { figuresOf, measuredOf } from './figures.ts';

/** Of what happened, where nobody says how much. */
const usualDays = 30;

const definitionQuery = {
  journey: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('A definition of the program; absent: its first.'),
};

/** The definition that is asked for. */
function definitionOf({ deps }: ApiContext, name: string | undefined): Journey {
  const { journeys } = deps.engine.program;
  const wanted = name ?? Object.keys(journeys)[0] ?? '';
  const found = Object.hasOwn(journeys, wanted) ? journeys[wanted] : undefined;
  if (found !== undefined) return found;
  const message = 'The program has no such journey; see those of its session.';
  throw new HttpError(404, 'ONW-DEFINITION-ABSENT', { message, at: '/journey' });
}

const flow = route({
  method: 'GET',
  path: '/v1/flow',
  operationId: 'getFlow',
  summary: 'The map of a journey, with how many rest at each step, how late and how long.',
  access: 'read',
  query: z.object(definitionQuery),
  responses: { 200: { description: 'The map.', schema: flowSchema }, ...missing, ...refusals },
  async handle({ context, query }) {
    const figures = figuresOf(context);
    const journey = definitionOf(context, query.journey);
    const { program } = context.deps.engine;
    const [counts, deep, happened] = await Promise.all([
      figures.parts.places.get(),
      figures.deep(),
      figures.happened(usualDays),
    ]);
    const at = counts?.at ?? figures.parts.now();
    const steps = stepFlows({ program, journey, now: at }, counts?.rows ?? [], deep);
    const json = {
      at: instant(at),
      deepAt: deep === undefined ? null : instant(deep.at),
      journey: journey.name,
      program: program.program,
      map: flowMapOf(journey),
      steps: steps.map(({ oldestDue, ...step }) => {
        return { ...step, oldestDue: oldestDue === null ? null : instant(oldestDue) };
      }),
      outcomes: outcomesOf(journey).map((outcome) => {
        const of = { program: program.program, journey: journey.name, outcome };
        return { outcome, ended: endedSo(happened.value, of) ?? null };
      }),
    };
    return { status: 200, json };
  },
});

function outcomesOf({ steps }: Journey): readonly string[] {
  const names = Object.values(steps).flatMap((step) => {
    return step.kind === 'end' && step.track === '' ? [step.outcome] : [];
  });
  return [...new Set(names)];
}

const ageing = route({
  method: 'GET',
  path: '/v1/flow/ageing',
  operationId: 'getAgeing',
  summary: 'How long those who rest at each step have rested there.',
  access: 'read',
  query: z.object(definitionQuery),
  responses: {
    200: { description: 'By step.', schema: ageingSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, query }) {
    const journey = definitionOf(context, query.journey);
    const { program } = context.deps.engine.program;
    const deep = await figuresOf(context).deep();
    const own = (deep?.steps ?? []).filter((each) => {
      return each.program === program && each.journey === journey.name;
    });
    const order = Object.keys(journey.steps);
    const steps = own
      .toSorted((a, b) => order.indexOf(a.step) - order.indexOf(b.step))
      .map(({ step, stage, ages }) => ({
        step,
        stage,
        of: ages.of,
        p50Ms: ages.quantile(0.5),
        p85Ms: ages.quantile(0.85),
        p95Ms: ages.quantile(0.95),
        buckets: ages.buckets(),
      }));
    return { status: 200, json: { at: deep === undefined ? null : instant(deep.at), steps } };
  },
});

const variants = route({
  method: 'GET',
  path: '/v1/flow/variants',
  operationId: 'getVariants',
  summary: 'The ways that the newest ended journeys took, the most frequent first.',
  access: 'read',
  query: z.object(definitionQuery),
  responses: { 200: { description: 'Ways.', schema: variantsSchema }, ...missing, ...refusals },
  async handle({ context, query }) {
    const journey = definitionOf(context, query.journey);
    const figures = figuresOf(context);
    const { at, value } = await figures.sampleKnown();
    const { of = 0, variants: ways = [] } = value.journeys.get(journey.name) ?? {};
    const json = {
      at: instant(at),
      of,
      variants: ways.slice(0, mostVariants).map(({ example, ...way }) => {
        return { ...way, share: way.count / of, example: journeyId(example) };
      }),
    };
    return { status: 200, json };
  },
});

const mostVariants = 100;

const daysQuery = z.coerce.number().int().min(1).max(366);

const cumulative = route({
  method: 'GET',
  path: '/v1/flow/cumulative',
  operationId: 'getCumulativeFlow',
  summary: 'How many rested in each stage, came and ended, day by day.',
  access: 'read',
  query: z.object({ ...definitionQuery, days: daysQuery.default(usualDays) }),
  responses: {
    200: { description: 'By day, as far as it was counted.', schema: cumulativeSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, query }) {
    const journey = definitionOf(context, query.journey);
    const { program } = context.deps.engine.program;
    const { at, value } = await figuresOf(context).happened(query.days);
    const stages = Object.keys(journey.stages);
    const json = {
      at: instant(at),
      ...measuredOf(value),
      stages,
      days: flowDays(value.days, { program, journey: journey.name }, stages),
    };
    return { status: 200, json };
  },
});

const touches = route({
  method: 'GET',
  path: '/v1/touches',
  operationId: 'getTouches',
  summary: 'How much people had to do by hand, day by day, for each 1,000 journeys.',
  access: 'read',
  query: z.object({ days: daysQuery.default(28) }),
  responses: { 200: { description: 'By day.', schema: touchesSchema }, ...refusals },
  async handle({ context, query: { days } }) {
    const { at, value } = await figuresOf(context).happened(days);
    const json = {
      at: instant(at),
      ...measuredOf(value),
      days: touchDays(value.days, context.deps.engine.program.program),
    };
    return { status: 200, json };
  },
});

export const flowRoutes = [flow, ageing, variants, cumulative, touches];
