/**
 * What another layer says of a reading that is there: it can raise how urgent it is, only raise.
 */
import type { Doc } from '../document/doc.ts';
import type { Lexicon } from '../lexicon/find.ts';
import { isAtLeast } from './level.ts';
import type { Rule } from './rules.ts';
import { screen, type Opinion, type Urgency } from './screen.ts';

export interface Raisable {
  readonly doc: Doc;
  readonly urgency: Urgency;
  readonly broken: readonly string[];
}

export function raised(
  { lexicon, rules }: { readonly lexicon: Lexicon; readonly rules: readonly Rule[] },
  { doc, urgency, broken }: Raisable,
  opinions: readonly Opinion[],
): Urgency {
  const before = urgency.reasons.filter(({ layer }) => layer === 'classifier');
  const all = [...before, ...opinions];
  const found = screen(doc, { lexicon, rules, broken, opinions: all });
  return isAtLeast(found.level, urgency.level) ? found : urgency;
}
