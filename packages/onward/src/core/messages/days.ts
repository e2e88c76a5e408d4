/** How many messages a person gets on which day, and the next day that has room for another. */
import type { Caps } from '../language/model.ts';

/** The rule by which a message was not sent at once. */
export type Rule = 'hours' | 'cap-day' | 'cap-week' | 'consent' | 'no-consent';

const week = 7;

/** A day with room; if it is a later one, why, and whose message was in the way. */
export interface FreeDay {
  readonly day: number;
  readonly rule?: Rule;
  readonly by?: string;
}

export class Days {
  readonly #caps: Caps;
  /** Messages of each day, by their keys. */
  readonly #taken = new Map<number, string[]>();
  /** Days without room, and one that may have some: a day that is full stays full. */
  readonly #next = new Map<number, number>();

  constructor(caps: Caps) {
    this.#caps = caps;
  }

  add(day: number, key: string): void {
    const keys = this.#taken.get(day);
    if (keys === undefined) this.#taken.set(day, [key]);
    else keys.push(key);
  }

  /** The first day from `day` on that has room. */
  freeFrom(day: number): FreeDay {
    const passed: number[] = [];
    let free = day;
    let lost: Pick<FreeDay, 'rule' | 'by'> = {};
    for (;;) {
      const next = this.#next.get(free);
      const full = next === undefined ? this.#fullness(free) : undefined;
      if (next === undefined && full === undefined) break;
      if (lost.rule === undefined) lost = full ?? this.#fullness(free) ?? {};
      passed.push(free);
      free = next ?? free + 1;
    }
    for (const each of passed) this.#next.set(each, free);
    return { day: free, ...lost };
  }

  /** Why a day has no room: its own messages, or those of a week that it lies in. */
  #fullness(day: number): Pick<FreeDay, 'rule' | 'by'> | undefined {
    const own = this.#taken.get(day);
    if (own !== undefined && own.length >= this.#caps.day) return lostTo('cap-day', own);
    for (let first = day - week + 1; first <= day; first += 1) {
      const keys: string[] = [];
      for (let each = first; each < first + week; each += 1) {
        keys.push(...(this.#taken.get(each) ?? []));
      }
      if (keys.length >= this.#caps.week) return lostTo('cap-week', keys);
    }
    return undefined;
  }
}

function lostTo(rule: Rule, keys: readonly string[]): Pick<FreeDay, 'rule' | 'by'> {
  const by = keys.at(-1);
  return by === undefined ? { rule } : { rule, by };
}
