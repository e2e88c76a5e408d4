/** What was found against a journey: per property the first and shortest case, and how many. */
import type { Node } from './graph.ts';
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
}

export class Findings {
  readonly #first = new Map<PropertyId, Finding>();
  readonly #places = new Map<PropertyId, Set<string>>();

  add(finding: Finding): void {
    const { property, spot, says } = finding;
    if (!this.#first.has(property)) this.#first.set(property, finding);
    let places = this.#places.get(property);
    if (places === undefined) this.#places.set(property, (places = new Set()));
    places.add(JSON.stringify([spot, says]));
  }

  of(property: PropertyId): Finding | undefined {
    return this.#first.get(property);
  }

  /** In how many places of the program it was found. */
  count(property: PropertyId): number {
    return this.#places.get(property)?.size ?? 0;
  }
}
