/** The answer of a system that is not a real one: it says what was written when it is read back. */
import { closedFacts, declared } from '../core/index.ts';
import type { OperationalEvent } from '../core/index.ts';
import type { Order } from './types.ts';

/** Undefined where it is not asked whether it says something. */
export function sayingSo({
  effect,
  key,
}: Pick<Order, 'effect' | 'key'>): OperationalEvent | undefined {
  const [type] = effect.kind === 'look-up' ? (effect.says?.until ?? []) : [];
  if (effect.kind !== 'look-up' || type === undefined) return undefined;
  return {
    type: declared(type),
    source: declared(effect.system),
    id: declared(key),
    occurredAt: 0,
    refs: [],
    data: closedFacts(effect.says?.data ?? {}),
    digest: declared(key),
  };
}
