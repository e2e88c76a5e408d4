/** Drift: while belief and a system differ, somebody owns finding out; once they agree, nobody. */
import type { Refusal } from './act.ts';
import type { Draft } from './draft.ts';
import type { DriftInput } from './types.ts';
import { driftName, exceptionOf } from './write-back.ts';

/** Opens the exception of a difference, or closes it. */
export function applyDrift(draft: Draft, input: DriftInput): Refusal {
  const name = driftName(input);
  const open = exceptionOf(draft, name);
  if (input.says === 'differs') {
    if (open !== undefined) return alreadySaid;
    draft.say({ kind: 'taken', what: name, how: 'exception' });
    draft.raise(name, input.owner, draft.root()?.step ?? '');
    return undefined;
  }
  if (open === undefined) return alreadySaid;
  draft.say({ kind: 'taken', what: name, how: 'handled' });
  draft.close(open);
  return undefined;
}

const alreadySaid: Refusal = {
  code: 'ONW-NOT-AWAITED',
  message: 'The journey knows of this difference already, or has none to close.',
};
