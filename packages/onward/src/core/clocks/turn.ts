/** Whose turn it is where a journey rests. */
import type { Turn } from '../language/clock-model.ts';
import type { Journey, Step } from '../language/model.ts';

/** What is looked at of a state. */
export interface Standing {
  readonly places: readonly { readonly step: string; readonly ended?: string }[];
  readonly parked?: unknown;
}

/** Of several places side by side the first of these that is anybody's turn is charged. */
const order: readonly Turn[] = ['us', 'partner', 'subject'];

/**
 * Whoever must do something next. Where several must, it is ours first, since what we leave undone
 * nobody else can make up for; a hold is ours, too.
 */
export function turnOf({ steps }: Journey, { places, parked }: Standing): Turn {
  if (parked !== undefined) return 'us';
  const turns = places.flatMap(({ step: name, ended }): readonly Turn[] => {
    const step = ended === undefined ? steps[name] : undefined;
    // Whoever holds tracks waits for them; the turn is theirs.
    return step === undefined || step.kind === 'tracks' ? [] : [turnAt(step)];
  });
  return order.find((turn) => turns.includes(turn)) ?? 'us';
}

/** What the step says, or what its kind stands for. */
export function turnAt(step: Step): Turn {
  if (step.turn !== undefined) return step.turn;
  switch (step.kind) {
    case 'await':
      return 'partner';
    case 'message':
      // That it arrives is ours; that it is read is not.
      return step.until === 'sent' || step.until === 'delivered' ? 'us' : 'subject';
    case 'task':
    case 'command':
    case 'wait':
    case 'decide':
    case 'tracks':
    case 'depends':
    case 'park':
    case 'end':
      return 'us';
  }
}
