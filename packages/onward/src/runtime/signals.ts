/** Journeys of one subject speak to each other within the batch: they are all locked already. */
import type { SignalInput } from '../core/index.ts';
import type { CellTransaction } from '../store/index.ts';
import type { Live, Origin, WorkingSet } from './working-set.ts';

/** Signals may raise signals; more rounds than this is a circle that deadlines must break. */
const maxRounds = 32;

/** What signals need of a batch. */
export interface Speaking {
  readonly tx: CellTransaction;
  readonly set: WorkingSet;
}

export async function deliverSignals(batch: Speaking): Promise<void> {
  const { set } = batch;
  for (let round = 0; set.signals.length > 0 && round < maxRounds; round++) {
    for (const { from, effect } of set.signals.splice(0)) {
      if (effect.kind === 'announce') tell(batch, from, effect.says);
      else await answerInquiry(batch, from, effect.journey);
    }
  }
  set.signals.length = 0;
}

function tell(batch: Speaking, from: Live, says: SignalInput['says']): void {
  const { set } = batch;
  const signal: SignalInput = { kind: 'signal', journey: from.state.journey, says };
  for (const live of set.openOf(from.subject)) {
    const { obligations, parked } = live.state;
    const waits = [...obligations, ...(parked?.resting ?? [])].some(
      (each) => each.kind === 'depends' && each.name === from.state.journey,
    );
    if (waits && live !== from) set.apply(live, signal, originOf(from.state.journey, set.now));
  }
}

/** Tells a journey that begins to wait how the other one stands. */
async function answerInquiry(batch: Speaking, from: Live, journey: string): Promise<void> {
  const { set } = batch;
  const other = set.everyOf(from.subject).findLast((live) => live.state.journey === journey);
  const says = other === undefined ? await endedBefore(batch, from, journey) : standing(other);
  if (says.kind !== 'absent' && from.state.status === 'open') {
    set.apply(from, { kind: 'signal', journey, says }, originOf(journey, set.now));
  }
}

function standing(other: Live): SignalInput['says'] {
  const { status, outcome, milestones } = other.state;
  if (status === 'ended') return { kind: 'ended', outcome: outcome ?? '', milestones };
  return { kind: 'standing', milestones };
}

async function endedBefore(
  batch: Speaking,
  from: Live,
  journey: string,
): Promise<SignalInput['says']> {
  const ended = await batch.tx.endedOf([from.subject]);
  const latest = ended.find((each) => each.journey === journey);
  if (latest === undefined) return { kind: 'absent' };
  return { kind: 'ended', outcome: latest.outcome, milestones: latest.milestones };
}

function originOf(source: string, occurredAt: number): Origin {
  return { type: 'signal', source, eventId: '', occurredAt };
}
