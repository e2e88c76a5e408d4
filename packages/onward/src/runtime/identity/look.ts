/** Everything that a merge, or taking one back, would change; nothing is changed by looking. */
import { hash } from 'node:crypto';
import { parseJourneyId, RejectError } from '../../core/index.ts';
import type { ConsentRecord } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { MergeRow, OwnJourney, OwnThings, Store } from '../../store/index.ts';
import { withdrawnOf } from './ledgers.ts';
import type { Consequences, JourneyConsequence, Policy } from './types.ts';

export interface Pair {
  readonly cell: number;
  readonly from: number;
  readonly into: number;
}

/** Who the two are, by a journey of each. */
export async function pairOf(
  store: Pick<Store, 'cells' | 'subjectsOf'>,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<Pair> {
  const [one, other] = await Promise.all([personOf(store, from), personOf(store, into)]);
  if (one === other) {
    const message = 'Both journeys are of the same person already.';
    throw new RejectError('ONW-MERGE-SAME', message);
  }
  if (cellOf(one) !== cellOf(other)) {
    const message = 'The two are kept in different cells, over which nothing is moved.';
    throw new RejectError('ONW-MERGE-CELLS', message);
  }
  return { cell: cellOf(one), from: one, into: other };
}

async function personOf(
  store: Pick<Store, 'cells' | 'subjectsOf'>,
  journey: string,
): Promise<number> {
  const id = parseJourneyId(journey);
  const isKept = id !== undefined && store.cells.includes(cellOf(id));
  const subject = isKept ? (await store.subjectsOf(cellOf(id), [id])).get(id) : undefined;
  if (subject !== undefined) return subject;
  throw new RejectError('ONW-JOURNEY-ABSENT', 'There is no such journey.');
}

export interface Both {
  readonly from: OwnThings;
  readonly into: OwnThings;
  readonly consents: readonly (readonly ConsentRecord[])[];
}

/** What a merge would change. */
export function mergeWould({ from, into, consents }: Both, policy: Policy): Consequences {
  const [one = [], other = []] = consents;
  const open = new Set(into.journeys.filter(isOpen).map(({ journey }) => journey));
  const journeys = from.journeys.map((each): JourneyConsequence => {
    const { id, journey, status } = each;
    const twice = isOpen(each) && open.has(journey);
    return {
      id,
      journey,
      status,
      twice,
      then: twice && policy.kind === 'close' ? 'closes' : 'moves',
    };
  });
  return {
    token: tokenOf([from, into], [policy.kind, policy.kind === 'close' ? policy.to : '']),
    refs: from.refs.length,
    contacts: from.contacts.length,
    journeys,
    messages: from.messages,
    withdrawn: withdrawnOf(one, other),
  };
}

/** What would go back, and what has come since and stays. */
export function undoWould(merge: MergeRow, { from, into }: Both): Consequences {
  const { moved } = merge;
  const goes = new Set(moved.journeys.map(({ id }) => id));
  const refs = new Set(into.refs);
  return {
    token: tokenOf([from, into], [`${merge.id}`, 'undo']),
    refs: moved.refs.filter((ref) => refs.has(ref)).length,
    contacts: moved.contacts.length,
    journeys: into.journeys.map(({ id, journey, status }) => {
      return { id, journey, status, twice: false, then: goes.has(id) ? 'moves' : 'stays' };
    }),
    messages: 0,
    withdrawn: [],
  };
}

export function isOpen({ status }: OwnJourney): boolean {
  return status === 'open';
}

/** Whatever happens to either of the two makes it another. */
function tokenOf(both: readonly OwnThings[], words: readonly string[]): string {
  const things = both.map(({ subject, refs, contacts, journeys }) => {
    const own = journeys.map(({ id, status, version }) => `${id} ${status} ${version}`);
    return [`${subject}`, ...refs, '-', ...contacts, '-', ...own].join('\n');
  });
  return hash('sha256', [...words, ...things].join('\n\n'), 'hex').slice(0, 40);
}
