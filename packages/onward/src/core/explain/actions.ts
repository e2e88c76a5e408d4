/** What a person may do about an obligation: the one answer that all who ask are given. */
import type { ActionType, Journey } from '../language/model.ts';
import { parkSlot } from '../step/draft.ts';
import type { Obligation } from '../step/types.ts';
import { stepNamed, targetsOf } from './targets.ts';
import type { ActionChoice } from './types.ts';

/** Every action the obligation has now; none where only a system or time can meet it. */
export function actionsOf(journey: Journey, obligation: Obligation): readonly ActionChoice[] {
  if (obligation.slot === parkSlot) return [plain('resume', [])];
  if (obligation.kind === 'exception' || obligation.kind === 'ad-hoc') return [plain('done', [])];
  const step = stepNamed(journey, obligation.step);
  if (step?.kind !== 'task' && step?.kind !== 'park') return [];
  return Object.entries(step.actions).map(([name, action]) => choice(name, action));
}

function choice(name: string, { with: data, transitions }: ActionType): ActionChoice {
  return { name, with: data, leadsTo: targetsOf(transitions) };
}

function plain(name: string, leadsTo: readonly string[]): ActionChoice {
  return { name, with: {}, leadsTo };
}
