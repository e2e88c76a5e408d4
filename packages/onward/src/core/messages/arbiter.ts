/**
 * One person's attention, over all their journeys: which of the messages that want to reach them
 * are sent now, and what becomes of the others. Pure; whatever loses is told when, and to whom.
 */
import { instantOf, localOf, openFrom } from '../calendar/index.ts';
import type { MessagePolicy } from '../language/model.ts';
import type { ConsentRecord } from './consent.ts';
import { permits } from './consent.ts';
import { Days } from './days.ts';
import type { Rule } from './days.ts';
import type { Hours } from './hours.ts';

/** A message that wants to reach the person. */
export interface Wish {
  /** Names it among all of the person's. */
  readonly key: string;
  /** What it is about: the same over another channel is the same matter, and counts once. */
  readonly matter: string;
  readonly template: string;
  readonly purpose: string;
  readonly channel: string;
  /** The same words are the same text: template, channel and all that it states. */
  readonly words: string;
  /** Not before. */
  readonly at: number;
  /** Afterwards it is of no use, or somebody is told that it was not sent. */
  readonly until: number;
  /** An answer to the person's own word: it needs no consent, waits for nothing, counts nothing. */
  readonly isAnswer?: boolean;
}

/** A message that was sent. */
export type Sent = Pick<
  Wish,
  'key' | 'matter' | 'purpose' | 'channel' | 'words' | 'at' | 'isAnswer'
>;

/** What becomes of a message. `by`: the one to which it lost. */
export type Fate =
  | { readonly kind: 'send' }
  | { readonly kind: 'defer'; readonly until: number; readonly rule: Rule; readonly by?: string }
  /** `at`: when the other is said, or was. */
  | { readonly kind: 'merge'; readonly into: string; readonly at: number }
  | { readonly kind: 'withhold'; readonly rule: Rule; readonly by?: string };

/** What is known of the person, and of what they were sent. */
export interface Attention {
  readonly now: number;
  readonly policy: MessagePolicy | undefined;
  readonly hours: Hours;
  /** In which days are counted. */
  readonly zone: string;
  readonly consents: readonly ConsentRecord[];
  /** Within the last seven days. */
  readonly sent: readonly Sent[];
}

/** What becomes of each wish, by its key; the same wishes in another order have the same fates. */
export function arbitrate(
  wishes: readonly Wish[],
  attention: Attention,
): ReadonlyMap<string, Fate> {
  const desk = new Desk(attention);
  const fates = new Map<string, Fate>();
  for (const wish of ranked(wishes, attention.policy)) fates.set(wish.key, desk.take(wish));
  return fates;
}

/** By priority; of the same the one that has less time, then the one that was first. */
function ranked(wishes: readonly Wish[], policy: MessagePolicy | undefined): readonly Wish[] {
  const order = new Map((policy?.priority ?? []).map((purpose, index) => [purpose, index]));
  const rank = ({ purpose }: Wish): number => order.get(purpose) ?? order.size;
  return wishes.toSorted(
    (a, b) =>
      rank(a) - rank(b) || compare(a.until, b.until) || a.at - b.at || (a.key < b.key ? -1 : 1),
  );
}

/** Infinite ones are equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

const never = Number.POSITIVE_INFINITY;

class Desk {
  readonly #attention: Attention;
  readonly #days: Days | undefined;
  /** Of the same words, what was said or will be. */
  readonly #said = new Map<string, { readonly key: string; readonly at: number }[]>();
  readonly #matters = new Set<string>();

  constructor(attention: Attention) {
    const { policy, sent, zone } = attention;
    this.#attention = attention;
    const caps = policy?.caps;
    this.#days = caps && new Days(caps);
    for (const each of sent) {
      this.#say(each, each.at);
      if (each.isAnswer !== true && !this.#isFree(each))
        this.#count(each, localOf(zone, each.at).day);
    }
  }

  take(wish: Wish): Fate {
    const { now, policy, consents } = this.#attention;
    if (wish.isAnswer === true) return { kind: 'send' };
    if (!permits(consents, wish, policy?.optIn)) {
      const isUnasked = (policy?.optIn ?? []).includes(wish.purpose) && consents.length === 0;
      return { kind: 'withhold', rule: isUnasked ? 'no-consent' : 'consent' };
    }
    const at = Math.max(wish.at, now);
    const said = this.#same(wish, at);
    if (said !== undefined) return { kind: 'merge', ...said };
    if (this.#isFree(wish)) return this.#place(wish, { at, due: at });
    return this.#place(wish, this.#find(wish, at));
  }

  /** Sent, put off, or of no use by then. */
  #place(wish: Wish, { at, due, rule, by }: Slot): Fate {
    const lost = { rule: rule ?? 'hours', ...(by === undefined ? {} : { by }) } as const;
    if (due > wish.until) return { kind: 'withhold', ...lost };
    // What the same day has room for later is said together with the first.
    const same = this.#same(wish, due);
    if (same !== undefined) return { kind: 'merge', ...same };
    this.#say(wish, due);
    if (!this.#isFree(wish)) this.#count(wish, localOf(this.#attention.zone, due).day);
    return due <= this.#attention.now || due === at
      ? { kind: 'send' }
      : { kind: 'defer', until: due, ...lost };
  }

  /** The first moment within the hours, on a day that has room. */
  #find(wish: Wish, at: number): Slot {
    const { hours, zone } = this.#attention;
    const calendar = hours(wish.template);
    const open = (ms: number): number =>
      calendar === undefined ? ms : (openFrom(calendar, ms) ?? never);
    let due = open(at);
    let rule: Rule | undefined = due > at ? 'hours' : undefined;
    let by: string | undefined;
    if (this.#days === undefined || this.#matters.has(wish.matter)) return { at, due, rule };
    for (;;) {
      if (due > wish.until || due === never) return { at, due, rule, by };
      const { day } = localOf(zone, due);
      const free = this.#days.freeFrom(day);
      if (free.day === day) return { at, due, rule, by };
      ({ rule, by } = free);
      due = open(this.#startOf(free.day, due));
    }
  }

  /** The beginning of a later local day. */
  #startOf(day: number, from: number): number {
    const { zone } = this.#attention;
    const local = localOf(zone, from);
    return instantOf(zone, Math.max(day, local.day + 1), 0);
  }

  /** What waits for nothing is not counted either. */
  #isFree({ purpose }: Pick<Wish, 'purpose'>): boolean {
    return this.#attention.policy?.anyTime.includes(purpose) ?? false;
  }

  #count({ matter, key }: Pick<Wish, 'matter' | 'key'>, day: number): void {
    if (this.#matters.has(matter)) return;
    this.#matters.add(matter);
    this.#days?.add(day, key);
  }

  #say({ words, key }: Pick<Wish, 'words' | 'key'>, at: number): void {
    const said = this.#said.get(words);
    if (said === undefined) this.#said.set(words, [{ key, at }]);
    else said.push({ key, at });
  }

  /** The same words, said so shortly before or after that nobody needs them again. */
  #same({ words, key }: Wish, at: number): { into: string; at: number } | undefined {
    const mergeMs = this.#attention.policy?.mergeMs ?? 0;
    const said = this.#said.get(words)?.find((each) => {
      return each.key !== key && Math.abs(each.at - at) < mergeMs;
    });
    return said && { into: said.key, at: said.at };
  }
}

interface Slot {
  /** When it wanted to be sent. */
  readonly at: number;
  /** When there is room for it. */
  readonly due: number;
  readonly rule?: Rule | undefined;
  readonly by?: string | undefined;
}
