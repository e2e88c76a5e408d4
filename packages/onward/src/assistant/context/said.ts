/** A sentence and what is mentioned in it, as the parts of the context stage take it. */
import type { ConceptFound, Sentence, Token } from '../document/doc.ts';

export interface Said {
  readonly tokens: readonly Token[];
  readonly sentence: Sentence;
  readonly concepts: readonly ConceptFound[];
  readonly isAtomic: (concept: string) => boolean;
}
