/** What the routes of the console share: their desk, and whose work is asked for. */
import { headStartOf } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { dayEndOf, dayStartOf } from '../../runtime/index.ts';
import type { QueueFilter, QueueState } from '../../store/index.ts';
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

/** What a queue is asked for by. */
export interface QueueAsked {
  readonly owner?: readonly string[] | undefined;
  /** Without `owner`: the teams and roles of this person. */
  readonly actor?: string | undefined;
  readonly state: QueueState;
  readonly journey?: string | undefined;
  readonly stage?: string | undefined;
  readonly step?: string | undefined;
  readonly kind?: string | undefined;
  /** Of `due`: from this day of its owner on; 0 is today, and holds what is late. */
  readonly fromDay?: number | undefined;
  /** Of `due`: before this day of its owner. */
  readonly toDay?: number | undefined;
}

/** The order of a queue is that of the program that runs now, and so are its owners' days. */
export function queueFilterOf(
  { deps: { engine } }: ApiContext,
  { owner, actor, state, fromDay = 0, toDay, journey, stage, step, kind }: QueueAsked,
  now: number,
): QueueFilter {
  const { program } = engine;
  const due = {
    from: fromDay === 0 ? () => Number.NEGATIVE_INFINITY : dayStartOf(program, now, fromDay),
    before: toDay === undefined ? () => Number.POSITIVE_INFINITY : dayStartOf(program, now, toDay),
  };
  const owners = owner ?? (actor === undefined ? undefined : ownersOf(program, actor));
  return {
    state,
    now,
    headStartMs: (place) => headStartOf(program, place).ms,
    dayEnd: dayEndOf(program, now),
    ...(state === 'due' ? { due } : {}),
    ...(owners === undefined ? {} : { owners }),
    ...(journey === undefined ? {} : { journey }),
    ...(stage === undefined ? {} : { stage }),
    ...(step === undefined ? {} : { step }),
    ...(kind === undefined ? {} : { kind }),
  };
}
