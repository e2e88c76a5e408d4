/** The words by which people may say what a message is: those that the assistant knows. */
import { outOfScope, shippedConcepts, shippedIntents } from '../../assistant/index.ts';
import type { Vocabulary } from '../../edge/index.ts';

let known: Vocabulary | undefined;

/** Made when it is first asked for: most edges never are. */
export function vocabulary(): Promise<Vocabulary> {
  if (known === undefined) {
    const concepts = new Set(shippedConcepts());
    const intents = [...shippedIntents().labels, outOfScope];
    known = { intents, isConcept: (name) => concepts.has(name) };
  }
  return Promise.resolve(known);
}
