/** Compiles what is said to a person, and how: a template, a system that sends it, its channels. */
import { resolveFact } from './expression.ts';
import type { System, Telling } from '../model.ts';
import { didYouMean, listNames, quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { checkOnce, report, resolve } from './scope.ts';
import type { Declared, FileScope, Here } from './scope.ts';
import type { WrittenTelling } from '../surface/parts.ts';

/** Where something is said that no journey is asked about. */
export type TellingScope = FileScope & {
  readonly declared: Pick<Declared, 'systems' | 'templates'>;
};

/** Compiles what a journey says; the facts that its text states are the journey's. */
export function compileTelling(written: WrittenTelling, path: Path, here: Here): Telling {
  const { scope } = here;
  checkFacts(scope.declared.templates[written.template]?.facts ?? [], path, here);
  return compileSaid(written, path, scope);
}

/** The journey must have what the text states. */
export function checkFacts(facts: readonly string[], path: Path, here: Here): void {
  for (const fact of facts) resolveFact(fact, { here, path: [...path, 'template'] });
}

/** Compiles what the program says. */
export function compileSaid(written: WrittenTelling, path: Path, scope: TellingScope): Telling {
  const { template } = written;
  const { templates } = scope.declared;
  const known = { what: 'template', code: 'ONW-LANG-UNKNOWN-TEMPLATE', among: templates } as const;
  const found = resolve(template, known, { scope, path: [...path, 'template'] });
  const channels = compileChannels(written, found?.channels, { path, scope });
  const each = found && systemOfEach(written, channels, scope);
  if (each !== undefined) return { template, via: each[0] ?? '', channels, systems: each };
  const via = found === undefined ? undefined : compileVia(written, channels, { path, scope });
  const carried = via === undefined ? channels : carriedBy(scope.declared.systems[via], channels);
  return { template, via: via ?? '', channels: carried };
}

/** Where none sends over all of the channels, and one alone over each: that one. */
function systemOfEach(
  { via, template }: WrittenTelling,
  channels: readonly string[],
  { declared: { systems } }: TellingScope,
): readonly string[] | undefined {
  if (via !== undefined) return undefined;
  const ableOver = (wanted: readonly string[]): readonly string[] =>
    Object.entries(systems).flatMap(([name, system]) => {
      const isAble = canSend(system, template, wanted);
      return isAble && carriedBy(system, wanted).length === wanted.length ? [name] : [];
    });
  if (ableOver(channels).length > 0) return undefined;
  const each = channels.map((channel) => ableOver([channel]));
  return each.every(({ length }) => length === 1) ? each.flat() : undefined;
}

interface At {
  readonly path: Path;
  readonly scope: TellingScope;
}

/** The channels that are written, which are the template's; or all of them. */
function compileChannels(
  { channels }: WrittenTelling,
  known: readonly string[] | undefined,
  { path, scope }: At,
): readonly string[] {
  if (channels === undefined || known === undefined) return channels ?? known ?? [];
  checkOnce(channels, [...path, 'channels'], scope);
  channels.forEach((channel, index) => {
    if (known.includes(channel)) return;
    const message = `The template has no channel ${quote(channel)}${didYouMean(channel, known)}`;
    const fault = { code: 'ONW-LANG-REMINDER', message, allowed: listNames(known) } as const;
    report(scope, [...path, 'channels', index], fault);
  });
  return channels;
}

/** The system that is named, which must be able to send it; or the only one that can. */
function compileVia(
  { via, template }: WrittenTelling,
  channels: readonly string[],
  { path, scope }: At,
): string | undefined {
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
