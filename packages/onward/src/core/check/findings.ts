/** What was found against a journey: per property the first and shortest case, and how many. */
import type { KeptEvent, Node } from './graph.ts';
import type { Play } from './plays.ts';
import type { PropertyId, Spot } from './report.ts';

export interface Finding {
  readonly property: PropertyId;
  /** What is wrong, in one sentence. */
  readonly says: string;
  readonly mend: string;
  readonly spot: Spot;
  /** Where the story ends, and what happens there; absent where the program itself is at fault. */
  readonly node?: Node;
  readonly plays?: readonly Play[];
  /** What was kept and is taken at the first of the plays. */
  readonly kept?: readonly KeptEvent[];
}

export class Findings {
  readonly #first = new Map<PropertyId, Finding>();
  readonly #all = new Map<PropertyId, Map<string, Finding>>();

  add(finding: Finding): void {
    const { property, spot, says } = finding;
    if (!this.#first.has(property)) this.#first.set(property, finding);
    let all = this.#all.get(property);
    if (all === undefined) this.#all.set(property, (all = new Map()));
    const key = `${spot.step ?? spot.stage ?? ''} ${spot.below.join(' ')} ${says}`;
    if (!all.has(key)) all.set(key, finding);
  }

  of(property: PropertyId): Finding | undefined {
    return this.#first.get(property);
  }

  /** Every place of the program in which it was found, the first one first. */
  all(property: PropertyId): readonly Finding[] {
    return [...(this.#all.get(property)?.values() ?? [])];
  }
}
