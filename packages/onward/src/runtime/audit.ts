/** Audits a journey: its chain is unbroken, and its state is the fold of its journal. */
import { isDeepStrictEqual } from 'node:util';
import { recallInput, step } from '../core/index.ts';
import type { Program, State } from '../core/index.ts';
import type { JournalView } from '../store/index.ts';
import { chainHash, chainStart } from './chain.ts';

/** What an audit found wrong; the entry is where it begins. */
export type AuditFinding =
  | { readonly kind: 'chain-broken'; readonly seq: number }
  | { readonly kind: 'entry-missing'; readonly seq: number }
  | { readonly kind: 'input-refused'; readonly seq: number }
  | { readonly kind: 'state-differs' };

export interface AuditedJourney {
  readonly id: number;
  readonly program: Program;
  readonly state: State;
  readonly journal: readonly JournalView[];
}

/** The first thing that is wrong with a journey; undefined when nothing is. */
export function audit({ id, program, state, journal }: AuditedJourney): AuditFinding | undefined {
  let folded: State | null = null;
  let hash = chainStart;
  let expected = 1;
  for (const entry of journal) {
    const { body, text, hash: stored, ...row } = entry;
    const { seq } = row;
    if (seq !== expected++) return { kind: 'entry-missing', seq: expected - 1 };
    hash = chainHash(hash, { ...row, journey: id, body: text });
    if (hash !== stored) return { kind: 'chain-broken', seq };
    const result = step(program, folded, recallInput(body.input, row), row.at);
    if (result.kind === 'refused') return { kind: 'input-refused', seq };
    folded = result.state;
  }
  // What was stored went through JSON; the fold must, to be compared.
  const same = isDeepStrictEqual(JSON.parse(JSON.stringify(folded)), state);
  return same ? undefined : { kind: 'state-differs' };
}
