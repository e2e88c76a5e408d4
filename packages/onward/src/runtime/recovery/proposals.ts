/** What a system proposes to merge, done by a person: as any merge, it can be taken back. */
import { declared, journeyId, OnwardError, RetryError } from '../../core/index.ts';
import type { OperationalEvent } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { Store } from '../../store/index.ts';
import type { Identity } from '../identity/types.ts';
import { idsOf } from '../lesson.ts';
import { mergedRef } from '../merge-proposal.ts';
import type { Foreseen, Refusal } from './types.ts';

export interface ProposalParts {
  readonly store: Pick<Store, 'resolve' | 'teach' | 'transact'>;
  readonly identity: Identity;
  readonly now: () => number;
}

interface Pair {
  /** Who is merged. */
  readonly from: number;
  /** Whom they are; undefined: nobody that we know, so that the ids are theirs as well. */
  readonly into: number | undefined;
  readonly refs: readonly string[];
}

export async function foreseeMerge(
  parts: ProposalParts,
  event: OperationalEvent,
): Promise<Foreseen> {
  const pair = await pairOf(parts, event);
  if (pair === undefined) return { eligible: false, why: unknown };
  if (pair.into === undefined) return { eligible: true, would: { closes: [event.type] } };
  const journeys = await journeysOf(parts, pair);
  if (journeys === undefined) return { eligible: false, why: unknown };
  try {
    const seen = await parts.identity.preview({ ...journeys, policy: { kind: 'move' } });
    // Each that stands twice afterwards is somebody's to look at.
    const opens = seen.journeys.filter(({ twice }) => twice).map(({ journey }) => journey);
    return { eligible: true, would: { journey: journeys.into, closes: [event.type], opens } };
  } catch (error) {
    return { eligible: false, why: refusalOf(error) };
  }
}

/** Merges, where it is not done already. */
export async function takeMerge(
  parts: ProposalParts,
  event: OperationalEvent,
  actor: string,
): Promise<Refusal | undefined> {
  const pair = await pairOf(parts, event);
  if (pair === undefined) return unknown;
  if (pair.from === pair.into) return undefined;
  if (pair.into === undefined) {
    const rows = pair.refs.map((ref) => ({ ref, subject: pair.from }));
    await parts.store.teach(rows, parts.now());
    return undefined;
  }
  const journeys = await journeysOf(parts, pair);
  if (journeys === undefined) return unknown;
  const ask = { ...journeys, policy: { kind: 'move' } } as const;
  try {
    const { token } = await parts.identity.preview(ask);
    await parts.identity.merge({ ...ask, token, actor, reason: 'proposed-by-system' });
    return undefined;
  } catch (error) {
    return refusalOf(error);
  }
}

async function pairOf(
  { store }: ProposalParts,
  event: OperationalEvent,
): Promise<Pair | undefined> {
  const merged = mergedRef(event);
  const refs = idsOf(event).flatMap(({ ref, of }) => (of === 'subject' ? [ref] : []));
  if (merged === undefined || refs.length === 0) return undefined;
  const known = await store.resolve([merged, ...refs]);
  const from = known.get(merged);
  const into = refs.map((ref) => known.get(ref)).find((subject) => subject !== undefined);
  return from === undefined ? undefined : { from, into, refs };
}

/** Identity repair names people by a journey of theirs. */
async function journeysOf(
  { store }: ProposalParts,
  { from, into }: Pair,
): Promise<{ readonly from: string; readonly into: string } | undefined> {
  const first = async (subject: number): Promise<string | undefined> =>
    store.transact(cellOf(subject), async (tx) => {
      const [things] = await tx.identity.things([subject]);
      const journey = things?.journeys[0];
      return journey && journeyId(journey.id);
    });
  const [one, other] = [await first(from), into === undefined ? undefined : await first(into)];
  return one === undefined || other === undefined ? undefined : { from: one, into: other };
}

/** What is refused for now is tried again. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof OnwardError) || error instanceof RetryError) throw error;
  const { code, message } = error as OnwardError;
  return { code, message: declared(message) };
}

const unknown: Refusal = {
  code: 'ONW-SUBJECT-UNKNOWN',
  message: declared('One of the two has no journey here; there is nothing to merge.'),
};
