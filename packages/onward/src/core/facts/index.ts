/** The closed types of facts: recognised, read from the wire, written to it. */
export { isCurrency } from './currency.ts';
export { readFactType } from './fact-type.ts';
export { instants, isInstant, readDate, readDuration, readInstant } from './instant.ts';
export { isFact } from './is-fact.ts';
export { readFact, writeFact } from './read-fact.ts';
export type { CodeLists } from './read-fact.ts';
