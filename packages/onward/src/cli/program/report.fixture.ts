/** Reports as a proof would give them, of a program with one journey. */
import type { CheckReport, PropertyReport } from '../../core/index.ts';
import type { Terminal } from '../terminal.ts';
import type { LoadedProgram } from './load.ts';

export function reportOf(...doubtful: readonly PropertyReport[]): CheckReport {
  const ids = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11'] as const;
  const properties = ids.map((id): PropertyReport => {
    return doubtful.find((each) => each.id === id) ?? { id, verdict: 'proved' };
  });
  const verdict = doubtful[0]?.verdict ?? 'proved';
  const journey = { journey: 'first-visit', configurations: 812, ms: 40.2, verdict, properties };
  return { verdict, journeys: [journey] };
}

export const nobodyOwns: PropertyReport = {
  id: 'C1',
  verdict: 'refuted',
  count: 2,
  counterexample: {
    says: 'nobody owns this',
    mend: 'name an owner',
    startsAt: 0,
    story: [],
    spot: { journey: 'first-visit', step: 'payment', below: [] },
    at: { file: 'journeys/first-visit.yaml', line: 12, column: 7 },
  },
};

export const tooMany: PropertyReport = {
  id: 'C2',
  verdict: 'unknown',
  reason: 'the limit was reached',
};

/** What is told, line by line; nothing of it is coloured. */
export function listening(): { readonly lines: string[]; readonly terminal: Terminal } {
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(line);
  return { lines, terminal: { out: tell, note: tell, paint: (_tone, text) => text, columns: 100 } };
}

/** A folder whose program compiles, as far as anyone who is handed it looks. */
export function loaded(program: object): LoadedProgram {
  const result = { program, problems: [], locate: () => undefined };
  return { folder: process.cwd(), files: [], result } as unknown as LoadedProgram;
}
