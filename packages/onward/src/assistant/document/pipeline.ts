/**
 * Stages one after the other: each is pure, can be replaced, and may fail without hiding anything.
 */
import type { Doc } from './doc.ts';

export interface Stage {
  readonly name: string;
  readonly version: string;
  /** The document with what this stage adds to it, or says more exactly. */
  readonly run: (doc: Doc) => Doc;
}

export interface Analysed {
  readonly doc: Doc;
  /** The stages that broke. What they would have found is not known: a person must read it. */
  readonly broken: readonly string[];
}

/** Runs the stages; one that throws is named, and the others go on with what there is. */
export function analyse(doc: Doc, stages: readonly Stage[]): Analysed {
  let found = doc;
  const broken: string[] = [];
  for (const { name, run } of stages) {
    try {
      found = run(found);
    } catch {
      broken.push(name);
    }
  }
  return { doc: found, broken };
}
