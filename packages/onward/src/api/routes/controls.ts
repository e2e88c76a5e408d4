/** What people may do to an open journey beside its plan: hold, wake, move, assign, add a task. */
import { z } from 'zod';
import { dueAt, journeyId, parseObligationId, readInstant, RejectError } from '../../core/index.ts';
import type { ControlInput, Program, Span } from '../../core/index.ts';
import type { JourneyView } from '../../store/index.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { jsonRoute } from '../route.ts';
import type { Route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  conflict,
  instantSchema,
  journeyIdSchema,
  journeyParams,
  missing,
  named,
  nameSchema,
  obligationIdSchema,
  reasonSchema,
  refusals,
  spanSchema,
  unfit,
} from '../schemas.ts';
import { findJourney } from './find-journey.ts';

const controlledSchema = named('Controlled', z.object({ journey: journeyIdSchema }));

interface Control<B extends z.ZodType> {
  readonly name: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: B;
  /** The input of the step; throws a RejectError for what can be refused already here. */
  readonly input: (body: z.output<B>, view: JourneyView, now: number) => ControlInput;
}

function controlRoute<B extends z.ZodType>(control: Control<B>): Route {
  const { name, operationId, summary, body, input } = control;
  return jsonRoute({
    method: 'POST',
    path: `/v1/journeys/:id/${name}`,
    operationId,
    summary,
    access: 'write',
    idempotent: true,
    params: journeyParams,
    body,
    responses: {
      200: { description: 'Done, and durable.', schema: controlledSchema },
      ...missing,
      ...conflict,
      ...unfit,
      ...bodyRefusals,
      ...refusals,
    },
    async handle({ context, params, body: given, headers }) {
      const view = await findJourney(context, params.id);
      return submit(context, view, {
        input: input(given, view, context.deps.clock.now()),
        headers,
      });
    },
  });
}

async function submit(
  { deps }: ApiContext,
  view: JourneyView,
  { input, headers }: { readonly input: ControlInput; readonly headers: Headers },
) {
  const idempotencyKey = idempotencyKeyOf(headers);
  const { journey } = await deps.engine.control({
    journey: journeyId(view.id),
    control: input,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  return { status: 200, json: { journey } };
}

const park = controlRoute({
  name: 'park',
  operationId: 'parkJourney',
  summary: 'Holds a journey on purpose; its clocks rest, and an owner reviews it.',
  body: named(
    'Park',
    z.strictObject({
      actor: actorSchema,
      owner: nameSchema,
      reason: reasonSchema,
      reviewEvery: spanSchema,
    }),
  ),
  input: ({ actor, owner, reason, reviewEvery }) => {
    return { kind: 'control', control: 'park', actor, parking: { owner, reason, reviewEvery } };
  },
});

const resume = controlRoute({
  name: 'resume',
  operationId: 'resumeJourney',
  summary: 'Wakes a journey that is on hold; what was left of its deadlines is left still.',
  body: named('Resume', z.strictObject({ actor: actorSchema })),
  input: ({ actor }) => ({ kind: 'control', control: 'resume', actor }),
});

const override = controlRoute({
  name: 'override',
  operationId: 'overrideJourney',
  summary: 'Moves a journey to another of its steps, for a stated reason.',
  body: named(
    'Override',
    z.strictObject({ actor: actorSchema, to: nameSchema, reason: reasonSchema }),
  ),
  input: ({ actor, to, reason }) => ({ kind: 'control', control: 'override', actor, to, reason }),
});

const assign = controlRoute({
  name: 'assign',
  operationId: 'assignObligation',
  summary: 'Gives an open obligation of the journey to another team or role.',
  body: named(
    'Assign',
    z.strictObject({ actor: actorSchema, obligation: obligationIdSchema, owner: nameSchema }),
  ),
  input: ({ actor, obligation, owner }, view) => {
    const name = parseObligationId(obligation);
    if (name === undefined || name.journey !== view.id) {
      const message = 'The obligation is not one of this journey.';
      throw new HttpError(422, 'ONW-OBLIGATION-ABSENT', { message, at: '/obligation' });
    }
    const { slot, opened } = name;
    return { kind: 'control', control: 'assign', actor, slot, opened, owner };
  },
});

const addTask = controlRoute({
  name: 'tasks',
  operationId: 'addTask',
  summary: 'Adds a task beside the plan, with an owner and a deadline.',
  body: named(
    'AddTask',
    z
      .strictObject({
        actor: actorSchema,
        owner: nameSchema,
        reason: reasonSchema,
        due: instantSchema.optional(),
        within: spanSchema.optional(),
      })
      .refine((task) => (task.due === undefined) !== (task.within === undefined), {
        error: 'needs either `due` or `within`.',
      }),
  ),
  input: ({ actor, owner, reason, ...written }, { program }, now) => {
    const due = dueOf(written, { program, owner, now });
    if (due > now) return { kind: 'control', control: 'add-task', actor, owner, reason, due };
    const message = 'The task would be due already; give it a time to come.';
    throw new RejectError('ONW-DUE-PAST', message, { at: '/due' });
  },
});

/** Working time counts in the calendar of the task's owner. */
function dueOf(
  { due, within }: { readonly due?: string | undefined; readonly within?: Span | undefined },
  at: { readonly program: Program; readonly owner: string; readonly now: number },
): number {
  if (within === undefined) return readInstant(due ?? '') ?? at.now;
  const { teams, calendars } = at.program;
  const team = Object.hasOwn(teams, at.owner) ? teams[at.owner] : undefined;
  const calendar = team === undefined ? undefined : calendars[team.calendar];
  if (calendar !== undefined) return dueAt(calendar, at.now, within);
  const message = 'The program has no such team or role; name one of its teams or roles.';
  throw new RejectError('ONW-OWNER-UNKNOWN', message, { at: '/owner' });
}

export const controlRoutes = [park, resume, override, assign, addTask];
