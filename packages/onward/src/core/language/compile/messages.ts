/** Compiles when messages may be sent, how many, and to whom they must not be. */
import { common, weekOfRegion } from '../../messages/index.ts';
import type { Calendar, Journey, MessagePolicy, Program } from '../model.ts';
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import type { WrittenProgram } from '../surface/program.ts';
import { compileWeek } from './calendar.ts';
import { checkOnce, entriesOf, report, resolve } from './scope.ts';
import type { FileScope } from './scope.ts';
import { compileDuration } from './span.ts';
import { compileSaid } from './telling.ts';

type Around = Pick<Program, 'calendars' | 'templates' | 'systems'>;
type Written = NonNullable<WrittenProgram['messages']>;

const path = ['messages'];
const hourMs = 3_600_000;
/** What US rules allow in messages on health that nobody had to agree to: 47 CFR 64.1200(a)(9). */
const usual = { day: 1, week: 3 };

export function compileMessages(
  {
    written,
    scope,
  }: { readonly written: Pick<WrittenProgram, 'messages'>; readonly scope: FileScope },
  around: Around,
): MessagePolicy | undefined {
  const { messages } = written;
  if (messages === undefined) return undefined;
  const { hours, caps, merge, recipient } = messages;
  const { calendars } = around;
  const known = { what: 'calendar', code: 'ONW-LANG-UNKNOWN-CALENDAR', among: calendars } as const;
  const calendar = resolve(hours, known, { scope, path: [...path, 'hours'] });
  const answers = compileAnswers(messages, around, scope);
  return {
    hours,
    anyTime: purposesOf('any-time', messages, { around, scope }),
    caps: caps ?? usual,
    priority: purposesOf('priority', messages, { around, scope }),
    mergeMs:
      merge === undefined
        ? hourMs
        : compileDuration(merge, { scope, path: [...path, 'merge'], zero: true }),
    optIn: purposesOf('opt-in', messages, { around, scope }),
    ...(recipient === undefined ? {} : { recipient: plain(recipient) }),
    regions: compileRegions(messages, calendar, scope),
    ...(answers === undefined ? {} : { answers }),
  };
}

function plain({ zone, region, language }: NonNullable<Written['recipient']>) {
  return {
    ...(zone === undefined ? {} : { zone }),
    ...(region === undefined ? {} : { region }),
    ...(language === undefined ? {} : { language }),
  };
}

function purposesOf(
  key: 'any-time' | 'priority' | 'opt-in',
  { [key]: purposes = [] }: Written,
  { around, scope }: { readonly around: Around; readonly scope: FileScope },
): readonly string[] {
  const declared = Object.values(around.templates).map(({ purpose }) => [purpose, true] as const);
  const among = Object.fromEntries(declared);
  for (const [index, purpose] of purposes.entries()) {
    const at = { scope, path: [...path, key, index] };
    resolve(purpose, { what: 'purpose', code: 'ONW-LANG-UNKNOWN-PURPOSE', among }, at);
  }
  checkOnce(purposes, [...path, key], scope);
  return purposes;
}

/** Hours by region; a region whose hours and ours have nothing in common could never be told. */
function compileRegions(
  { regions }: Written,
  calendar: Calendar | undefined,
  scope: FileScope,
): Readonly<Record<string, Calendar>> {
  const compiled = entriesOf(regions).map(([region, written]) => {
    const below = [...path, 'regions', region];
    const week = compileWeek(written, below, scope);
    if (calendar !== undefined) checkCommon(calendar, week, { path: below, scope });
    return [region, { zone: 'UTC', week, holidays: [], overrides: {} }] as const;
  });
  return Object.fromEntries(compiled);
}

function checkCommon(
  calendar: Calendar,
  week: Calendar['week'],
  { path: at, scope }: { readonly path: Path; readonly scope: FileScope },
): void {
  if (common(calendar, week).week.some((shifts) => shifts.length > 0)) return;
  const message = 'These hours and those of `hours` have nothing in common.';
  report(scope, at, { code: 'ONW-LANG-CALENDAR', message, key: true });
}

function compileAnswers(
  { answers }: Written,
  { templates, systems }: Around,
  scope: FileScope,
): MessagePolicy['answers'] {
  if (answers === undefined) return undefined;
  const { stop, start } = answers;
  const there = { ...scope, declared: { templates, systems } };
  return {
    ...(stop === undefined ? {} : { stop: compileSaid(stop, [...path, 'answers', 'stop'], there) }),
    ...(start === undefined
      ? {}
      : { start: compileSaid(start, [...path, 'answers', 'start'], there) }),
  };
}

/** The facts that tell of a person: some journey has them, none has others by their names. */
export function checkRecipient(
  { messages, calendars }: Pick<Program, 'messages' | 'calendars'>,
  journeys: Readonly<Record<string, Journey>>,
  scope: FileScope,
): void {
  for (const [key, fact] of entriesOf<string | undefined>({ ...messages?.recipient })) {
    if (fact === undefined) continue;
    const at = [...path, 'recipient', key];
    const types = Object.values(journeys).flatMap(({ facts }) => facts[fact] ?? []);
    const among = Object.assign({}, ...Object.values(journeys).map(({ facts }) => facts)) as object;
    const known = { what: 'fact', code: 'ONW-LANG-UNKNOWN-FACT', among: { ...among } } as const;
    if (resolve(fact, known, { scope, path: at }) === undefined) continue;
    const wanted = key === 'zone' ? 'zone' : 'one-of';
    if (types.some(({ kind }) => kind !== wanted)) {
      const message = `The fact ${quote(fact)} is not of the type that says so in every journey.`;
      const allowed = key === 'zone' ? 'a fact of type zone' : 'a fact that is a list of names';
      report(scope, at, { code: 'ONW-LANG-VALUE', message, allowed });
    }
    if (key !== 'region') continue;
    const own = messages?.regions ?? {};
    const hours = calendars[messages?.hours ?? ''];
    for (const type of types) {
      for (const region of type.kind === 'one-of' ? type.values : []) {
        const week = weekOfRegion(region, own);
        if (week !== undefined && hours) checkCommon(hours, week, { path: at, scope });
      }
    }
  }
}
