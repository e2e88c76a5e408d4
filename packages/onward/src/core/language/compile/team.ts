/** Compiles teams and roles, which share their names, and refuses circles of fallbacks. */
import type { Calendar, Team } from '../model.ts';
import { resolveOwner } from './owner.ts';
import { quote } from '../near-name.ts';
import { checkOnce, entriesOf, report, resolve } from './scope.ts';
import type { FileScope } from './scope.ts';
import type { WrittenProgram } from '../surface/program.ts';

type Teams = Readonly<Record<string, Team>>;

/** Compiles `teams` and `roles` into one map. */
export function compileTeams(
  written: WrittenProgram,
  calendars: Readonly<Record<string, Calendar>>,
  scope: FileScope,
): Teams {
  const all = [
    ...entriesOf(written.teams).map((entry) => ['teams', ...entry] as const),
    ...entriesOf(written.roles).map((entry) => ['roles', ...entry] as const),
  ];
  const teams = new Map<string, Team>();
  for (const [section, name, team] of all) {
    const path = [section, name];
    if (teams.has(name)) {
      const message = `${quote(name)} is a team already; a role needs a name of its own.`;
      report(scope, path, { code: 'ONW-LANG-DUPLICATE', message, key: true });
    }
    const known = {
      what: 'calendar',
      code: 'ONW-LANG-UNKNOWN-CALENDAR',
      among: calendars,
    } as const;
    resolve(team.calendar, known, { scope, path: [...path, 'calendar'] });
    checkOnce(team.people, [...path, 'people'], scope);
    const { calendar, people, fallback } = team;
    const rest = fallback === undefined ? {} : { fallback };
    teams.set(name, { role: section === 'roles', calendar, people, ...rest });
  }
  const compiled = Object.fromEntries(teams);
  for (const [section, name] of all) checkFallback(name, { teams: compiled, section }, scope);
  return compiled;
}

/** Follows the fallbacks of one team; a circle through it would hand work round for ever. */
function checkFallback(
  name: string,
  { teams, section }: { readonly teams: Teams; readonly section: string },
  scope: FileScope,
): void {
  const path = [section, name, 'fallback'];
  const first = teams[name]?.fallback;
  if (first === undefined) return;
  if (resolveOwner(first, path, { ...scope, declared: { teams } }) === undefined) return;
  const seen = [name];
  let next: string | undefined = first;
  while (next !== undefined && !seen.includes(next)) {
    seen.push(next);
    next = Object.hasOwn(teams, next) ? teams[next]?.fallback : undefined;
  }
  if (next !== name) return;
  const message = `The fallbacks run in a circle: ${[...seen, name].join(' → ')}.`;
  report(scope, path, { code: 'ONW-LANG-FALLBACK', message });
}
