/**
 * What a system says, beside what came of it: one journey at a time, record by record. Pure, and
 * the same for a look-up's answer and for the rows of a list.
 */
import type { Facts, FactValue } from '../language/model.ts';
import type { Belief, Differs, Word } from './types.ts';

/** How far an answer reaches. */
export interface Reach {
  /** Types that the answer may hold: nothing follows from what it does not speak of. */
  readonly types: ReadonlySet<string>;
  /** It holds everything that there is: what is not in it is not there. */
  readonly isComplete: boolean;
}

/**
 * Where belief and system differ. Both are in the order in which they came: what came last of a
 * record is what the journey believes of it. What came before its time differs for as long as
 * nothing was made of it: whether it is waited for by now, the journey knows.
 */
export function compare<F extends Word, B extends Belief>(
  believed: readonly B[],
  found: readonly F[],
  { types, isComplete }: Reach,
): readonly Differs<F, B>[] {
  const heard = believed.filter(({ type }) => types.has(type));
  const known = Map.groupBy(heard, ({ record }) => record);
  const told = Map.groupBy(found, ({ record }) => record);
  const differences = [...told].flatMap(([record, words]) => {
    const came = known.get(record) ?? [];
    const early = words.flatMap((word) => beforeItsTime(word, came) ?? []);
    if (record !== '' && came.length > 0) return [...early, ...ofRecord(came, words)];
    const unknown = words.filter((word) => !came.some((each) => isSame(each, word)));
    return [...early, ...unknown.map((word) => ofNothing(word, { heard, told }))];
  });
  if (!isComplete || [...told.keys()].some((record) => !known.has(record))) return differences;
  // Of what was moved from one record to another the first may be gone.
  const last = heard.filter(({ record }) => record !== '').at(-1);
  const isGone = last !== undefined && !told.has(last.record);
  return isGone ? [...differences, { class: 'vanished', believed: last }] : differences;
}

/** It came, and nothing could be made of it then. */
function beforeItsTime<F extends Word, B extends Belief>(
  found: F,
  came: readonly B[],
): Differs<F, B> | undefined {
  const last = came.findLast((each) => isSame(each, found));
  return last?.isEarly === true ? { class: 'out-of-order', found, believed: last } : undefined;
}

/** A record of which something came. */
function ofRecord<F extends Word, B extends Belief>(
  came: readonly B[],
  words: readonly F[],
): readonly Differs<F, B>[] {
  const unknown = words.filter((word) => !came.some((each) => isSame(each, word)));
  const last = came.at(-1);
  const latest = words.at(-1);
  if (last === undefined || latest === undefined) return [];
  if (unknown.length > 0) return unknown.map((found) => unheard(found, came, last));
  if (words.some((word) => isSame(last, word))) return [];
  // What the system says came, and was followed by something that it does not say.
  const same = came.findLast((each) => isSame(each, latest));
  const isOlder = same !== undefined && last.occurredAt < same.occurredAt;
  return [{ class: isOlder ? 'out-of-order' : 'contradicted', found: latest, believed: last }];
}

function unheard<F extends Word, B extends Belief>(
  found: F,
  came: readonly B[],
  last: B,
): Differs<F, B> {
  const before = came.findLast(({ type }) => type === found.type);
  if (before !== undefined) return { class: 'changed', found, believed: before };
  const isOlder = found.occurredAt < last.occurredAt;
  return { class: isOlder ? 'out-of-order' : 'missed', found, believed: last };
}

/**
 * Something of which nothing came: new, unless the same is told of another record, which the system
 * has still.
 */
function ofNothing<F extends Word, B extends Belief>(
  found: F,
  among: { readonly heard: readonly B[]; readonly told: ReadonlyMap<string, readonly F[]> },
): Differs<F, B> {
  const twin = among.heard.findLast((each) => {
    const isOther = each.record !== '' && each.record !== found.record && found.record !== '';
    return isOther && each.type === found.type && agree(each, found);
  });
  const isThere =
    twin !== undefined && among.told.get(twin.record)?.some((word) => isSame(twin, word)) === true;
  return isThere ? { class: 'duplicated', found, believed: twin } : { class: 'missed', found };
}

/** Whether one of these words says what was written, all of it. */
export function isSaid(
  { until, data }: { readonly until: readonly string[]; readonly data: Facts },
  words: readonly Pick<Word, 'type' | 'data'>[],
): boolean {
  return words.some((word) => {
    if (!until.includes(word.type)) return false;
    return Object.entries(data).every(([name, value]) => {
      const said = own(word.data, name);
      return said !== undefined && isEqual(value, said);
    });
  });
}

function isSame(a: Word, b: Word): boolean {
  const isOne = a.type === b.type && a.record === b.record && a.answers === b.answers;
  return isOne && agree(a, b);
}

/** What both state is the same, but for the record; one may state more than the other. */
function agree(a: Word, b: Word): boolean {
  return Object.entries(a.data).every(([name, value]) => {
    const other = own(b.data, name);
    if (other === undefined || value === a.record) return true;
    return isEqual(value, other);
  });
}

function own(data: Facts, name: string): FactValue | undefined {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

function isEqual(a: FactValue, b: FactValue): boolean {
  if (typeof a === 'object' && typeof b === 'object') {
    return a.amount === b.amount && a.currency === b.currency;
  }
  return a === b;
}
