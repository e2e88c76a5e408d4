/** Compiles the steps that ask somebody for something: await, task, command. */
import { minuteMs, secondMs } from '../duration.ts';
import { dataOf, resolveEvent } from './events.ts';
import type { EventPlace } from './events.ts';
import {
  compileActions,
  compileAsking,
  compileBase,
  compileOwned,
  compileWays,
} from './step-base.ts';
import type { StepPlace } from './step-base.ts';
import { resolveLookUp } from './owner.ts';
import { compileReadBack } from './read-back.ts';
import { compileDuration } from './span.ts';
import { fits } from './types.ts';
import { checkStep, compileCall, compileTransitions, resolveCommand } from './transition.ts';
import type {
  AwaitStep,
  CommandStep,
  FactTypes,
  Handler,
  Handlers,
  RetryPolicy,
  TaskStep,
} from '../model.ts';
import { splitQualified } from '../names.ts';
import { listNames, quote } from '../near-name.ts';
import { checkOnce, noData, report, resolve, toList } from './scope.ts';
import type { InputData, JourneyScope } from './scope.ts';
import type { WrittenAwait, WrittenCommand, WrittenTask } from '../surface/steps.ts';

/** A system or the subject must say something. */
export function compileAwait(written: WrittenAwait, place: StepPlace): AwaitStep {
  const { here, path } = place;
  const { scope } = here;
  const events = toList<string>(written.await);
  const { systems } = scope.declared;
  const known = { what: 'system', code: 'ONW-LANG-UNKNOWN-SYSTEM', among: systems } as const;
  checkOnce(events, [...path, 'await'], scope);
  const from = resolve(written.from, known, { scope, path: [...path, 'from'] });
  if (
    from !== undefined &&
    !events.some((event) => splitQualified(event).system === written.from)
  ) {
    const message = `None of the awaited events comes from ${quote(written.from)}.`;
    report(scope, [...path, 'from'], { code: 'ONW-LANG-FROM', message });
  }
  const base = compileBase(written, place);
  return {
    kind: 'await',
    ...base,
    on: { ...base.on, ...compileThen(written, events, place) },
    events,
    from: written.from,
    ...compileAsking(written, place),
  };
}

/** `then` stands for every awaited event that `on` does not name; without it `on` names all. */
function compileThen(
  written: WrittenAwait,
  events: readonly string[],
  { here, path }: StepPlace,
): Handlers {
  const { scope } = here;
  const types = events.map((event, index) => {
    const below = typeof written.await === 'string' ? [] : [index];
    const at = { scope, path: [...path, 'await', ...below], key: false };
    return { event, type: resolveEvent(event, at), at };
  });
  const open = types.filter(({ event }) => !Object.hasOwn(written.on ?? {}, event));
  if (written.then !== undefined) {
    checkNotIgnored(written, open, scope);
    const data = commonData(open.map(({ event, type }) => dataOf(event, type)));
    const transitions = compileTransitions(written.then, [...path, 'then'], { ...here, data });
    return Object.fromEntries(
      open.map(({ event }): readonly [string, Handler] => [event, { kind: 'go', transitions }]),
    );
  }
  for (const { event, at, type } of open) {
    if (type === undefined) continue;
    const message = `The step waits for ${quote(event)} but does not say where it leads.`;
    const allowed = 'the event under `on`, or `then` for all of them';
    report(scope, at.path, { code: 'ONW-LANG-HANDLER', message, allowed });
  }
  return {};
}

/** An event cannot be waited for and put aside in the same step. */
function checkNotIgnored(
  { ignore, defer, exception }: WrittenAwait,
  open: readonly { readonly event: string; readonly at: EventPlace }[],
  scope: JourneyScope,
): void {
  for (const { event, at } of open) {
    if (!Object.hasOwn({ ...ignore, ...defer, ...exception }, event)) continue;
    const message = `The step waits for ${quote(event)}, and puts it aside.`;
    const allowed = 'an awaited event under none of ignore, defer, exception';
    report(scope, at.path, { code: 'ONW-LANG-HANDLER', message, allowed });
  }
}

/** What every one of the events brings. */
function commonData(all: readonly InputData[]): InputData {
  const [first, ...rest] = all;
  if (first === undefined || rest.length === 0) return first ?? noData;
  const shared = Object.entries(first.types).filter(([name, type]) =>
    rest.every(({ types }) => {
      const other = types[name];
      return other !== undefined && fits(other, type) && fits(type, other);
    }),
  );
  return { of: 'with all these events', types: Object.fromEntries(shared) };
}

/** A person must act. */
export function compileTask(written: WrittenTask, place: StepPlace): TaskStep {
  const brief = written.brief ?? [];
  checkOnce(brief, [...place.path, 'brief'], place.here.scope);
  brief.forEach((name, index) => resolveLookUp(name, [...place.path, 'brief', index], place.here));
  return {
    kind: 'task',
    ...compileBase(written, place),
    task: written.task,
    actions: compileActions(written.actions, place),
    brief,
    ...compileOwned(written, place),
  };
}

/** A system must do something. */
export function compileCommand(written: WrittenCommand, place: StepPlace): CommandStep {
  const { here, path } = place;
  const at = { name: written.command, path: [...path, 'command'], key: false };
  const callPlace = { ...at, argsPath: [...path, written.args === undefined ? 'command' : 'args'] };
  const call = compileCall(written.args, callPlace, here);
  const returns: FactTypes = call ? (resolveCommand(callPlace, here)?.returns ?? {}) : {};
  const data = { of: `from the command ${written.command}`, types: returns };
  const asking = compileAsking(written, place);
  const { within } = asking;
  return {
    kind: 'command',
    ...compileBase(written, place),
    call: call ?? { system: '', command: '', args: {} },
    retry: compileRetry(written, place),
    done: compileTransitions(written.done, [...path, 'done'], { ...here, data }),
    rejected: compileWays(written.rejected, 'rejected', place),
    exhausted: compileWays(written.exhausted, 'exhausted', place),
    unknown: compileWays(written.unknown, 'unknown', place),
    late:
      written.late === 'exception'
        ? { kind: 'exception' }
        : { kind: 'ignore', reason: written.late.ignore },
    ...compileUndo(written, place),
    ...compileReadBack(written['read-back'], { call, returns }, { ...place, within }),
    ...asking,
  };
}

/** What is done by a command is undone by another command, where this one can lead. */
function compileUndo({ undo }: WrittenCommand, place: StepPlace): { readonly undo?: string } {
  if (undo === undefined) return {};
  const { here } = place;
  const { commands } = here.scope;
  const path = [...place.path, 'undo'];
  const known = checkStep(undo, path, here);
  const self = undo === place.path.at(-1);
  if (known && (self || !commands.has(undo))) {
    const message = self
      ? 'A command cannot undo itself.'
      : `The step ${quote(undo)} asks no system for anything, so it can undo nothing.`;
    const others = [...commands].filter((name) => name !== place.path.at(-1));
    const allowed = `another command step: ${listNames(others)}`;
    report(here.scope, path, { code: 'ONW-LANG-UNDO', message, allowed });
  }
  return { undo };
}

function compileRetry({ retry = {} }: WrittenCommand, { here, path }: StepPlace): RetryPolicy {
  const { attempts = 5, first, factor = 2, max } = retry;
  const at = (key: string) => ({ scope: here.scope, path: [...path, 'retry', key] });
  return {
    attempts,
    firstMs: first === undefined ? 2 * secondMs : compileDuration(first, at('first')),
    factor,
    maxMs: max === undefined ? 5 * minuteMs : compileDuration(max, at('max')),
  };
}
