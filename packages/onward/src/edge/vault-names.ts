/** Canonical refs in the place of hashes that a rotation made anew. */
import { closedFacts, declared } from '../core/index.ts';
import type { Facts, FactValue, OperationalEvent } from '../core/index.ts';

/** By hash, as `Vault.remember` gives it. */
export type CanonicalRefs = ReadonlyMap<string, string>;

/** The event under the refs that the coordinator holds; its digest depends on no key version. */
export function canonical(event: OperationalEvent, names: CanonicalRefs): OperationalEvent {
  if (names.size === 0) return event;
  const refs = event.refs.map((each) => {
    const name = names.get(each.ref);
    return name === undefined ? each : { ...each, ref: declared(name) };
  });
  return { ...event, refs, data: closedFacts(canonicalFacts(event.data, names)) };
}

/** Facts under the refs that the coordinator holds. A hash of 128 bits is never another text. */
export function canonicalFacts(facts: Facts, names: CanonicalRefs): Facts {
  if (names.size === 0) return facts;
  const renamed = Object.entries(facts).map(([name, value]): [string, FactValue] => {
    return [name, (typeof value === 'string' ? names.get(value) : undefined) ?? value];
  });
  return Object.fromEntries(renamed);
}
