/**
 * Identity repair: two subjects that are one person are merged, and taken apart again where they
 * were not; all that follows is listed first, and done in one transaction of their cell.
 */
import { journeyId, mergeId, RejectError } from '../../core/index.ts';
import type { Clock } from '../../core/index.ts';
import { expectPerson } from '../absent.ts';
import { cellOf } from '../../store/index.ts';
import type {
  CellTransaction,
  Fence,
  MergeRow,
  Moved,
  OwnThings,
  Reads,
  Store,
} from '../../store/index.ts';
import type { Engine } from '../types.ts';
import { tellJourneys } from './journalling.ts';
import { wordsOf } from './ledgers.ts';
import { isOpen, mergeWould, pairOf, undoWould } from './look.ts';
import type { Both, Pair } from './look.ts';
import { correct, previewCorrection } from './correction.ts';
import type { Consequences, Identity, MergeRequest } from './types.ts';

export type { Consequences, Correction, Identity, MergeRequest, Policy } from './types.ts';

export interface IdentityOptions {
  readonly store: Store;
  readonly reads: Pick<Reads, 'journey' | 'journal'>;
  readonly engine: Pick<Engine, 'control' | 'events' | 'program'>;
  readonly fence: () => Promise<Fence>;
  readonly clock: Clock;
}

export function createIdentity(options: IdentityOptions): Identity {
  const { store, reads, engine, clock } = options;
  const correcting = { reads, engine, now: () => clock.now() };
  return {
    async preview(request) {
      return look(options, request, await pairOf(store, request));
    },
    merge: (request) => merge(options, request),
    previewUndo: (id) =>
      standing(options, id, async (tx, row) => undoWould(row, await sides(tx, row))),
    undo: (request) => undo(options, request),
    merges: (page) => store.merges(page),
    previewCorrection: (request) => previewCorrection(correcting, request),
    correct: (request) => correct(correcting, request),
  };
}

async function bothOf(tx: CellTransaction, { from, into }: Omit<Pair, 'cell'>): Promise<Both> {
  // In one order for all processes, so that two that merge the same people wait.
  const order = [from, into].toSorted((a, b) => a - b);
  const people = await tx.people(order);
  const things = await tx.identity.things(order);
  const of = (subject: number): OwnThings => {
    const found = things.find((each) => each.subject === subject);
    return found ?? { subject, refs: [], contacts: [], journeys: [], messages: 0 };
  };
  const said = [from, into].map((subject) => {
    return people.find((each) => each.subject === subject)?.consents ?? [];
  });
  return { from: of(from), into: of(into), consents: said };
}

async function look(
  { store, engine }: IdentityOptions,
  { policy }: MergeRequest,
  pair: Pair,
): Promise<Consequences> {
  const seen = await store.transact(pair.cell, async (tx) => {
    return mergeWould(await bothOf(tx, pair), policy);
  });
  const closes = seen.journeys.filter(({ then }) => then === 'closes');
  const isEnd = ({ journey }: Consequences['journeys'][number]): boolean => {
    const to = policy.kind === 'close' ? policy.to : '';
    const steps = engine.program.journeys[journey]?.steps ?? {};
    return Object.hasOwn(steps, to) && steps[to]?.kind === 'end';
  };
  if (closes.every(isEnd)) return seen;
  const message = 'A journey that stands twice has no such end; name the step at which it ends.';
  throw new RejectError('ONW-MERGE-CLOSE', message, { at: '/policy/to' });
}

type Merging = MergeRequest & {
  readonly token: string;
  readonly actor: string;
  readonly reason: string;
};

async function merge(options: IdentityOptions, request: Merging): Promise<MergeRow> {
  const { store, engine, clock } = options;
  const { actor, reason } = request;
  expectPerson(options.engine.program, actor);
  const pair = await pairOf(store, request);
  const seen = await look(options, request, pair);
  if (seen.token !== request.token) throw moved();
  const [id = 0, batch = 0] = await store.nextIds(pair.cell, 2);
  await closeTwice(engine, seen, { ...request, merge: id });
  const fence = await options.fence();
  const row = await store.transact(pair.cell, async (tx) => {
    const both = await bothOf(tx, pair);
    // Those that were closed have moved on, by this; no others may have come.
    if (namesOf(both) !== namesOf(seenAs(both, seen))) throw moved();
    const now = clock.now();
    const as = { id: mergeId(id), at: now, actor };
    const [one = [], other = []] = both.consents;
    const words = wordsOf(one, other, as);
    const things = movedOf(
      both,
      words.map((word) => word.id),
    );
    const open = both.from.journeys.filter(isOpen).map((each) => each.id);
    const control = { kind: 'control', control: 'identify', actor, merge: as.id, reason } as const;
    await tellJourneys({ tx, store, fence, now, batch }, open, control);
    await tx.identity.move({ ...pair, ...things, journeys: keysFor(both) });
    await tx.identity.addWords(words.map((word) => ({ subject: pair.into, word })));
    const kept = { id, at: now, actor, reason, from: pair.from, into: pair.into, moved: things };
    await tx.identity.keep(kept);
    return kept;
  });
  await placeAgain(options, row);
  return row;
}

/** Journeys that were not there when it was seen. */
function seenAs(both: Both, seen: Consequences): Both {
  const known = new Set(seen.journeys.map(({ id }) => id));
  const journeys = both.from.journeys.filter(({ id }) => known.has(id));
  return { ...both, from: { ...both.from, journeys } };
}

function namesOf({ from }: Both): string {
  return from.journeys.map(({ id }) => id).join();
}

async function closeTwice(
  engine: IdentityOptions['engine'],
  { journeys }: Consequences,
  { policy, actor, reason, merge: id }: Merging & { readonly merge: number },
): Promise<void> {
  if (policy.kind !== 'close') return;
  for (const each of journeys) {
    if (each.then !== 'closes') continue;
    await engine.control({
      journey: journeyId(each.id),
      control: { kind: 'control', control: 'override', actor, to: policy.to, reason },
      idempotencyKey: `merge/${id}`,
    });
  }
}

/**
 * A journey that begins once for a person has begun for whom they are as well, unless that one has
 * a journey of its own.
 */
function keysFor({ from, into }: Both): readonly { id: number; enrolKey: string }[] {
  const [old, next] = [from, into].map(({ subject }) => `s:${subject.toString(32)}`);
  const taken = new Set(
    into.journeys.filter(({ enrolKey }) => enrolKey === next).map(({ journey }) => journey),
  );
  return from.journeys.map(({ id, journey, enrolKey }) => {
    const isFree = enrolKey === old && !taken.has(journey);
    return { id, enrolKey: isFree ? (next ?? enrolKey) : enrolKey };
  });
}

function movedOf({ from, into }: Both, words: readonly string[]): Moved {
  const { refs, contacts } = from;
  const theirs = new Set(into.contacts);
  return {
    refs,
    contacts,
    // What both have is the other's as well when it goes back.
    shared: contacts.filter((ref) => theirs.has(ref)),
    journeys: from.journeys.map(({ id, enrolKey }) => ({ id, enrolKey })),
    words,
  };
}

/** What was kept because nobody could say which of the two it is about. */
async function placeAgain(
  { store, engine, clock }: IdentityOptions,
  { moved: { refs } }: MergeRow,
): Promise<void> {
  for (const cell of store.cells) {
    for (const { id, event } of await store.waitingFor(cell, refs)) {
      const [result] = await engine.events([event]);
      const taken = result?.journeys[0];
      if (taken === undefined) continue;
      const journey = Number.parseInt(taken.slice(4), 32);
      await store.closeUnmatched(cell, [{ id, journey }], clock.now());
    }
  }
}

/** A merge that stands and may be taken back. */
async function standing<T>(
  { store }: IdentityOptions,
  id: number,
  work: (tx: CellTransaction, row: MergeRow) => Promise<T>,
): Promise<T> {
  const cell = cellOf(id);
  if (!store.cells.includes(cell)) throw noMerge();
  return store.transact(cell, async (tx) => {
    const row = await tx.identity.merge(id);
    if (row === undefined) throw noMerge();
    if (row.undoneAt !== undefined) {
      const message = 'The merge was taken back already.';
      throw new RejectError('ONW-MERGE-UNDONE', message);
    }
    const later = await tx.identity.later(id, [row.from, row.into]);
    if (later.length > 0) {
      const message = 'One of the two was merged again since; take the later merge back first.';
      throw new RejectError('ONW-MERGE-LATER', message);
    }
    return work(tx, row);
  });
}

function sides(tx: CellTransaction, { from, into }: MergeRow): Promise<Both> {
  return bothOf(tx, { from, into });
}

async function undo(
  options: IdentityOptions,
  request: Parameters<Identity['undo']>[0],
): Promise<MergeRow> {
  const { store, clock } = options;
  const { merge: id, token, actor, reason } = request;
  expectPerson(options.engine.program, actor);
  const fence = await options.fence();
  const [batch = 0] = await store.nextIds(store.cells.includes(cellOf(id)) ? cellOf(id) : 0, 1);
  return standing(options, id, async (tx, row) => {
    const both = await sides(tx, row);
    if (undoWould(row, both).token !== token) throw moved();
    const now = clock.now();
    const { moved: things } = row;
    const goes = new Map(things.journeys.map((each) => [each.id, each.enrolKey]));
    const back = both.into.journeys.filter((each) => goes.has(each.id));
    const open = back.filter(isOpen).map((each) => each.id);
    const name = mergeId(id);
    const control = { kind: 'control', control: 'identify', actor, merge: name, reason } as const;
    await tellJourneys({ tx, store, fence, now, batch }, open, control);
    await tx.identity.move({
      ...things,
      from: row.into,
      into: row.from,
      journeys: back.map((each) => ({ id: each.id, enrolKey: goes.get(each.id) ?? each.enrolKey })),
    });
    await tx.identity.takeBack(row.into, things.words);
    // What they have said no to since is a no of both: nobody knows which of them it was.
    const [, said = []] = both.consents;
    const since = said.filter(({ at, grants, source }) => {
      return at >= row.at && !grants && source !== 'merge';
    });
    await tx.identity.addWords(since.map((word) => ({ subject: row.from, word })));
    const undone = { undoneAt: now, undoneBy: actor, undoneReason: reason };
    await tx.identity.undo({ id, ...undone });
    return { ...row, ...undone };
  });
}

function moved(): RejectError {
  const message = 'It is not what was seen any more; preview it again.';
  return new RejectError('ONW-MERGE-MOVED', message);
}

function noMerge(): RejectError {
  return new RejectError('ONW-MERGE-ABSENT', 'There is no such merge.');
}
