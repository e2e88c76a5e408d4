/**
 * What helped in like journeys: counts of those that ended, for whoever decides what to do next.
 */
import { z } from 'zod';
import { suggestionsAt } from '../../runtime/index.ts';
import { route } from '../route.ts';
import { instantSchema, journeyParams, missing, named, nameSchema, refusals } from '../schemas.ts';
import { instant } from '../views.ts';
import { figuresOf } from './figures.ts';
import { findJourney } from './find-journey.ts';

const share = z.number().min(0).max(1);

const suggestionsSchema = named(
  'Suggestions',
  z.object({
    at: instantSchema.describe('As of when the ended journeys were counted.'),
    of: z.int().describe('How many ended journeys of the kind were looked at.'),
    suggestions: z.array(
      z.object({
        step: nameSchema,
        action: nameSchema,
        of: z.int().describe('How many of them had this act at this step.'),
        outcomes: z.array(
          z.object({
            outcome: z.string(),
            count: z.int(),
            share,
            low: share.describe('Where the share lies, with 95 % confidence: from here.'),
            high: share,
          }),
        ),
      }),
    ),
  }),
);

const suggestions = route({
  method: 'GET',
  path: '/v1/journeys/:id/suggestions',
  operationId: 'listSuggestions',
  summary: 'What people did at the same step of journeys that ended, and how those ended.',
  access: 'read',
  params: journeyParams,
  responses: {
    200: { description: 'Counts and intervals; no advice.', schema: suggestionsSchema },
    ...missing,
    ...refusals,
  },
  async handle({ context, params }) {
    const { state } = await findJourney(context, params.id);
    const { at, value } = await figuresOf(context).sampleKnown();
    const sample = value.journeys.get(state.journey);
    const steps = [...new Set(state.obligations.map(({ step }) => step))];
    const found = steps.flatMap((step) => {
      const own = suggestionsAt(sample?.acted ?? [], { journey: state.journey, step });
      return own.map((each) => ({ step, ...each }));
    });
    return { status: 200, json: { at: instant(at), of: sample?.of ?? 0, suggestions: found } };
  },
});

export const suggestionRoutes = [suggestions];
