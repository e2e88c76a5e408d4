/** What the routes of the console share: their desk, and whose work is asked for. */
import type { Program } from '../../core/index.ts';
import type { ApiContext } from '../context.ts';
import { unknownRoute } from '../dispatch.ts';
import type { WorkDesk } from '../ports.ts';

export function workOf({ deps }: ApiContext): WorkDesk {
  if (deps.work === undefined) throw unknownRoute();
  return deps.work;
}

/** Teams and roles that somebody stands in. */
export function ownersOf({ teams }: Program, person: string): readonly string[] {
  return Object.entries(teams).flatMap(([name, { people }]) =>
    people.includes(person) ? [name] : [],
  );
}

/** Presence is said again every 20 s, and is true for a minute. */
export const presenceMs = 60_000;
