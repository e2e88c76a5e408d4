/**
 * The program as the explorer runs it: the same steps and guards, with every span of the same
 * length. How long a deadline is makes no difference to what may follow when it passes; the
 * explorer lets any of them pass at any time. Planned messages are left out: they lead nowhere, and
 * what is raised where one cannot be sent is an exception, which the explorer drops as well. Nor do
 * messages keep to hours: one that waits for the morning is one that is not answered yet. Clocks
 * are left out as planned messages are: all that comes of one is an exception. A write that is read
 * back is one that is not answered yet, and in the end done or unknown, as any other: how it was
 * found out is left out, and what is raised beside `unknown` is an exception.
 */
import type { CommandStep, Journey, Program, Span, Step, Within } from '../language/model.ts';

const hourMs = 3_600_000;

/** A person who may act in every program, so that the proof does not hang on who is employed. */
export const anyone = 'anyone';

/**
 * The program with one journey, timeless. Transitions keep their identity, so that what was
 * followed can be told by its place in the program.
 */
export function timeless(program: Program, journey: Journey): Program {
  const { messages: _hours, ...rest } = program;
  const { clocks: _measured, ...way } = journey;
  const { exceptions } = program;
  const steps = Object.entries(journey.steps).map(([name, step]) => {
    return [name, { ...timelessStep(step), reminders: [] }];
  });
  return {
    ...rest,
    templates: {},
    teams: { ...program.teams, '': { role: false, calendar: '', people: [anyone] } },
    exceptions: {
      ...exceptions,
      within: even(exceptions.within),
      every: even(exceptions.every),
    },
    journeys: {
      [journey.name]: { ...way, steps: Object.fromEntries(steps) as Journey['steps'] },
    },
  };
}

/** A span that ends becomes an hour; one that does not, never ends. */
function even(span: Span | undefined): Span {
  return {
    kind: 'wall',
    ms: span !== undefined && isFinite(span) ? hourMs : Number.POSITIVE_INFINITY,
  };
}

/** Whether a span is one: a length that is a number, and not for ever. */
export function isFinite(span: Span): boolean {
  const length = span.kind === 'business-days' ? span.days : span.ms;
  return Number.isFinite(length) && length >= 0;
}

function evenWithin(within: Within | undefined): Within {
  if (within?.kind !== 'fact') return even(within);
  return { ...within, otherwise: even(within.otherwise) };
}

function timelessStep(given: Step): Step {
  const step = given.kind === 'command' ? unread(given) : given;
  if ('overdue' in step) {
    const { every, park, lookUp } = step.overdue;
    const overdue = {
      ...step.overdue,
      ...(every === undefined ? {} : { every: even(every) }),
      ...(park === undefined ? {} : { park: { ...park, reviewEvery: even(park.reviewEvery) } }),
      ...(lookUp === undefined
        ? {}
        : {
            lookUp: { ...lookUp, withinMs: Number.isFinite(lookUp.withinMs) ? hourMs : Infinity },
          }),
    };
    return { ...step, within: evenWithin(step.within), overdue };
  }
  if (step.kind === 'wait') return { ...step, within: evenWithin(step.within) };
  if (step.kind === 'park') return { ...step, within: even(step.within) };
  return step;
}

function unread(step: CommandStep): CommandStep {
  const { readBack: _asked, ...rest } = step;
  return rest;
}
