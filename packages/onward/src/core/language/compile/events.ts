/** Resolves event names and compiles what happens to events: a way on, kept, ignored, owned. */
import { compileDuration } from './span.ts';
import { resolveOwner } from './owner.ts';
import { compileTransitions } from './transition.ts';
import type { EventType, FactTypes, Handler, Handlers } from '../model.ts';
import { splitQualified } from '../names.ts';
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { entriesOf, report, resolve } from './scope.ts';
import type { Here, InputData, JourneyScope } from './scope.ts';
import type { WrittenHandlers } from '../surface/steps.ts';

/** Where an event is named. */
export interface EventPlace {
  readonly scope: JourneyScope;
  readonly path: Path;
  readonly key: boolean;
}

/** The event a qualified name means. */
export function resolveEvent(
  event: string,
  { scope, path, key }: EventPlace,
): EventType | undefined {
  const { system, name } = splitQualified(event);
  const at = { scope, path };
  const systems = { what: 'system', code: 'ONW-LANG-UNKNOWN-SYSTEM', key } as const;
  const found = resolve(system, { ...systems, among: scope.declared.systems }, at);
  if (found === undefined) return undefined;
  const events = { what: `event of ${system}`, code: 'ONW-LANG-UNKNOWN-EVENT', key } as const;
  return resolve(name, { ...events, among: found.events }, at);
}

/** What `event.NAME` may name while this event is handled: its data, and its refs as refs. */
export function dataOf(event: string, type: EventType | undefined): InputData {
  const refs = entriesOf(type?.refs).map(([name, { system }]) => {
    return [name, { kind: 'ref', system }] as const;
  });
  const types: FactTypes = { ...Object.fromEntries(refs), ...type?.data };
  return { of: `with the event ${event}`, types };
}

/** Compiles what one level says of events; an event may stand in one of its four maps only. */
export function compileHandlers(written: WrittenHandlers, path: Path, here: Here): Handlers {
  const handlers = new Map<string, Handler>();
  const add = (event: string, below: Path, handler: Handler): void => {
    if (handlers.has(event)) {
      const message = `The event ${quote(event)} is named twice on this level.`;
      const allowed = 'one of on, ignore, defer, exception';
      report(here.scope, below, { code: 'ONW-LANG-HANDLER', message, allowed, key: true });
    }
    handlers.set(event, handler);
  };
  for (const [event, ways] of entriesOf(written.on)) {
    const below = [...path, 'on', event];
    const type = resolveEvent(event, { scope: here.scope, path: below, key: true });
    const data = dataOf(event, type);
    // With an unknown event nothing can be said about its data; one finding is enough.
    const transitions = type && compileTransitions(ways, below, { ...here, data });
    add(event, below, { kind: 'go', transitions: transitions ?? [] });
  }
  for (const [event, reason] of entriesOf(written.ignore)) {
    const below = [...path, 'ignore', event];
    resolveEvent(event, { scope: here.scope, path: below, key: true });
    add(event, below, { kind: 'ignore', reason });
  }
  for (const [event, span] of entriesOf(written.defer)) {
    const below = [...path, 'defer', event];
    resolveEvent(event, { scope: here.scope, path: below, key: true });
    add(event, below, {
      kind: 'defer',
      forMs: compileDuration(span, { scope: here.scope, path: below }),
    });
  }
  for (const [event, owner] of entriesOf(written.exception)) {
    const below = [...path, 'exception', event];
    resolveEvent(event, { scope: here.scope, path: below, key: true });
    resolveOwner(owner, below, here.scope);
    add(event, below, { kind: 'exception', owner });
  }
  return Object.fromEntries(handlers);
}
