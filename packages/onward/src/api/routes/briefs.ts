/** Briefs at the point of decision: a pass to the edge, and what was shown to whom. */
import { z } from 'zod';
import {
  isPerson,
  obligationId,
  parseJourneyId,
  parseObligationId,
  type Program,
} from '../../core/index.ts';
import { unknownRoute } from '../dispatch.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import type { BriefDesk, Looked } from '../ports.ts';
import { jsonRoute, route, type Route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  instantSchema,
  journeyParams,
  missing,
  named,
  obligationIdSchema,
  obligationParams,
  reasonSchema,
  refusals,
  unfit,
} from '../schemas.ts';
import { instant } from '../views.ts';

const passSchema = named(
  'BriefPass',
  z.object({
    url: z.string().describe('At the edge; send the token as `Authorization: Bearer …`.'),
    token: z.string().describe('Good for this person and this very thing, for a minute.'),
    expiresAt: instantSchema,
  }),
);

const pass = jsonRoute({
  method: 'POST',
  path: '/v1/obligations/:id/brief',
  operationId: 'passToBrief',
  summary: 'Lets a person see, at the edge, what the systems know of whom they decide about.',
  access: 'write',
  params: obligationParams,
  body: z.strictObject({ actor: actorSchema, reason: reasonSchema }),
  responses: {
    200: { description: 'A pass.', schema: passSchema },
    ...missing,
    ...unfit,
    ...bodyRefusals,
    ...refusals,
  },
  async handle({ context, params, body }) {
    const briefs = briefsOf(context);
    const obligation = parseObligationId(params.id);
    const about = obligation && (await briefs.about(obligation));
    if (obligation === undefined || about === undefined) {
      const message = 'There is no such obligation.';
      throw new HttpError(404, 'ONW-OBLIGATION-ABSENT', { message });
    }
    const { actor: person, reason } = body;
    checkPerson(about.program, person);
    const { url, token, expiresAt } = briefs.pass({ obligation, person, reason });
    return { status: 200, json: { url, token, expiresAt: instant(expiresAt) } };
  },
});

interface LookRoute {
  readonly at: Looked;
  readonly operationId: string;
  readonly summary: string;
}

/** A pass to what is looked at as a whole, and not for one obligation. */
function lookRoute({ at, operationId, summary }: LookRoute): Route {
  return jsonRoute({
    method: 'POST',
    path: `/v1/${at}/pass`,
    operationId,
    summary,
    access: 'write',
    body: z.strictObject({ actor: actorSchema, reason: reasonSchema }),
    responses: {
      200: { description: 'A pass, for a minute.', schema: passSchema },
      ...missing,
      ...unfit,
      ...bodyRefusals,
      ...refusals,
    },
    handle({ context, body: { actor: person, reason } }) {
      const briefs = briefsOf(context);
      checkPerson(context.deps.engine.program, person);
      const { url, token, expiresAt } = briefs.lookPass(at, { person, reason });
      return Promise.resolve({ status: 200, json: { url, token, expiresAt: instant(expiresAt) } });
    },
  });
}

function checkPerson(program: Program, actor: string): void {
  if (isPerson(program, actor)) return;
  const message =
    'The actor is no person of the program; use an id that stands in one of its teams.';
  throw new HttpError(403, 'ONW-ACTOR-UNKNOWN', { message });
}

const talkPass = lookRoute({
  at: 'conversations',
  operationId: 'passToConversations',
  summary: 'Lets a person see, at the edge, the conversations that people had with an assistant.',
});

const reviewPass = lookRoute({
  at: 'review',
  operationId: 'passToReview',
  summary: 'Lets a person see, at the edge, what the assistant was unsure of.',
});

const revealsSchema = named(
  'Reveals',
  z.object({
    reveals: z.array(
      z.object({
        at: instantSchema,
        obligation: obligationIdSchema,
        person: actorSchema,
        reason: reasonSchema,
        what: z.enum(['brief', 'notes', 'note-added']),
      }),
    ),
  }),
);

const listReveals = route({
  method: 'GET',
  path: '/v1/journeys/:id/reveals',
  operationId: 'listReveals',
  summary: 'Who was shown what the systems know of a person, when and why; the newest first.',
  access: 'read',
  params: journeyParams,
  responses: { 200: { description: 'All.', schema: revealsSchema }, ...missing, ...refusals },
  async handle({ context, params }) {
    const journey = parseJourneyId(params.id);
    if (journey === undefined) {
      const message = 'There is no such journey.';
      throw new HttpError(404, 'ONW-JOURNEY-ABSENT', { message });
    }
    const reveals = await briefsOf(context).reveals(journey);
    const rows = reveals.map(({ at, obligation, person, reason, what }) => {
      return { at: instant(at), obligation: obligationId(obligation), person, reason, what };
    });
    return { status: 200, json: { reveals: rows } };
  },
});

function briefsOf({ deps }: ApiContext): BriefDesk {
  if (deps.briefs === undefined) throw unknownRoute();
  return deps.briefs;
}

export const briefRoutes = [pass, talkPass, reviewPass, listReveals];
