/** What was found against a journey: per property the first and shortest case, and how many. */
import type { Node } from './graph.ts';
import type { PropertyId, Spot } from './report.ts';
import type { Told } from './story.ts';

export interface Finding {
  readonly property: PropertyId;
  /** What is wrong, in one sentence. */
  readonly says: string;
  readonly mend: string;
  readonly spot: Spot;
  /** Where the story ends; absent where the program itself is at fault. */
  readonly node?: Node;
  /** What happens there, that shows it. */
  readonly then?: readonly Told[];
}

/** So many stories are tried for a property. */
const mostCases = 40;

export class Findings {
  readonly #cases = new Map<PropertyId, Finding[]>();
  readonly #all = new Map<PropertyId, Map<string, Finding>>();

  /** How often something was found. */
  count = 0;

  add(finding: Finding): void {
    this.count += 1;
    const { property, spot, says } = finding;
    let cases = this.#cases.get(property);
    if (cases === undefined) this.#cases.set(property, (cases = []));
    if (cases.length < mostCases) cases.push(finding);
    let all = this.#all.get(property);
    if (all === undefined) this.#all.set(property, (all = new Map<string, Finding>()));
    const key = `${spot.step ?? spot.stage ?? ''} ${spot.below.join(' ')} ${says}`;
    if (!all.has(key)) all.set(key, finding);
  }

  of(property: PropertyId): Finding | undefined {
    return this.#cases.get(property)?.[0];
  }

  /** The first cases: where the story of one cannot come true in time, that of another may. */
  cases(property: PropertyId): readonly Finding[] {
    return this.#cases.get(property) ?? [];
  }

  /** Every place of the program in which it was found, the first one first. */
  all(property: PropertyId): readonly Finding[] {
    return [...(this.#all.get(property)?.values() ?? [])];
  }
}
