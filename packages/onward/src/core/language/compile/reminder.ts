/** Compiles planned messages: what is sent, by which system, and when. */
import { compileDuration } from './span.ts';
import { compileGuard } from './guard.ts';
import { resolveFact } from './expression.ts';
import type { Reminder, System } from '../model.ts';
import { didYouMean, listNames, quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { checkOnce, entriesOf, report, resolve } from './scope.ts';
import type { Here } from './scope.ts';
import type { WrittenReminder } from '../surface/steps.ts';

/** Compiles one planned message. */
export function compileReminder(written: WrittenReminder, path: Path, here: Here): Reminder {
  const { scope } = here;
  const { template, when } = written;
  const { templates } = scope.declared;
  const known = { what: 'template', code: 'ONW-LANG-UNKNOWN-TEMPLATE', among: templates } as const;
  const found = resolve(template, known, { scope, path: [...path, 'template'] });
  const channels = compileChannels(written, found?.channels, { path, here });
  const via = found === undefined ? undefined : compileVia(written, channels, { path, here });
  const carried = via === undefined ? channels : carriedBy(scope.declared.systems[via], channels);
  return {
    template,
    via: via ?? '',
    channels: carried,
    ...compileOffset(written, path, here),
    ...(when === undefined ? {} : { when: compileGuard(when, [...path, 'when'], here) }),
  };
}

interface At {
  readonly path: Path;
  readonly here: Here;
}

/** The channels that are written, which are the template's; or all of them. */
function compileChannels(
  { channels }: WrittenReminder,
  known: readonly string[] | undefined,
  { path, here }: At,
): readonly string[] {
  if (channels === undefined || known === undefined) return channels ?? known ?? [];
  checkOnce(channels, [...path, 'channels'], here.scope);
  channels.forEach((channel, index) => {
    if (known.includes(channel)) return;
    const message = `The template has no channel ${quote(channel)}${didYouMean(channel, known)}`;
    const fault = { code: 'ONW-LANG-REMINDER', message, allowed: listNames(known) } as const;
    report(here.scope, [...path, 'channels', index], fault);
  });
  return channels;
}

/** The system that is named, which must be able to send it; or the only one that can. */
function compileVia(
  { via, template }: WrittenReminder,
  channels: readonly string[],
  { path, here }: At,
): string | undefined {
  const { scope } = here;
  const among = scope.declared.systems;
  const able = Object.entries(among).flatMap(([name, system]) =>
    canSend(system, template, channels) ? [name] : [],
  );
  const allowed =
    able.length > 0 ? listNames(able) : 'a system whose connector sends it and reports back';
  if (via !== undefined) {
    const below = [...path, 'via'];
    const known = { what: 'system', code: 'ONW-LANG-UNKNOWN-SYSTEM', among } as const;
    if (resolve(via, known, { scope, path: below }) === undefined) return undefined;
    if (able.includes(via)) return via;
    const message = `The system ${quote(via)} cannot send ${quote(template)} and report back.`;
    report(scope, below, { code: 'ONW-LANG-REMINDER', message, allowed });
    return undefined;
  }
  const [only, other] = able;
  if (only !== undefined && other === undefined) return only;
  const message =
    only === undefined
      ? `No system can send ${quote(template)} and report back.`
      : `Several systems can send ${quote(template)}; \`via\` says which of them does.`;
  report(scope, path, { code: 'ONW-LANG-REMINDER', message, allowed });
  return undefined;
}

/** A system sends messages when it can say that one failed; it may know some templates only. */
function canSend(system: System, template: string, channels: readonly string[]): boolean {
  const knows = namesOf(system, 'template');
  if (knows !== undefined && !knows.includes(template)) return false;
  if (!Object.hasOwn(system.events, 'message.failed')) return false;
  return carriedBy(system, channels).length > 0;
}

/** Of these channels those that the system has. */
function carriedBy(system: System | undefined, channels: readonly string[]): readonly string[] {
  const has = system && namesOf(system, 'channel');
  return has === undefined ? channels : channels.filter((channel) => has.includes(channel));
}

/** What a connector declares of the command by which it sends; undefined: it takes any name. */
function namesOf({ commands }: System, arg: string): readonly string[] | undefined {
  const type = commands['send-message']?.args[arg];
  return type?.kind === 'one-of' ? type.values : undefined;
}

function compileOffset(
  { before, after }: WrittenReminder,
  path: Path,
  here: Here,
): { readonly fact?: string; readonly offsetMs: number } {
  const { scope } = here;
  const key = before === undefined ? 'after' : 'before';
  const below = [...path, key];
  if ((before === undefined) === (after === undefined)) {
    const message = 'A reminder has a time: `before` or `after`, one of them.';
    report(scope, path, { code: 'ONW-LANG-REMINDER', message });
  }
  if (typeof after === 'string') {
    return { offsetMs: compileDuration(after, { scope, path: below, zero: true }) };
  }
  const [entry, second] = entriesOf(before ?? after);
  if (entry === undefined || second !== undefined) {
    const message = 'A reminder is relative to one fact.';
    if (before !== after) report(scope, below, { code: 'ONW-LANG-REMINDER', message });
    return { offsetMs: 0 };
  }
  const [fact, text] = entry;
  const at = [...below, fact];
  const type = resolveFact(fact, { here, path: at, key: true });
  if (type !== undefined && type.kind !== 'instant') {
    const message = 'A reminder is relative to a fact of type instant.';
    report(scope, at, { code: 'ONW-LANG-REMINDER', message, key: true });
  }
  const ms = compileDuration(text, { scope, path: at, zero: true });
  return { fact, offsetMs: before === undefined ? ms : -ms };
}
