/**
 * Development: proves each version as it is saved, tells of it in one line, and keeps the proof.
 */
import type { Program } from '../../core/index.ts';
import { storedProof, type StoredProof } from '../../store/index.ts';
import type { Terminal } from '../terminal.ts';
import type { LoadedProgram } from './load.ts';
import { proofLine } from './proof.ts';
import type { Prove } from './proving.ts';

export interface ProofKeeper {
  /** Begins to prove this version in the background; an older proof under way is broken off. */
  begin(loaded: LoadedProgram): void;
  /** Resolves when nothing is being proved. */
  settled(): Promise<void>;
  /** Breaks off what is under way. */
  stop(): Promise<void>;
}

export interface Keeping {
  readonly prove: Prove;
  readonly terminal: Terminal;
  /** Real time. */
  readonly now: () => number;
  /** Stores a proof with the version it is of. */
  readonly keep: (program: Program, proof: StoredProof) => Promise<void>;
}

/** Nothing is refused here: who is in the midst of writing a program wants to see it run. */
export function proofKeeper({ prove, terminal, now, keep }: Keeping): ProofKeeper {
  let under = new AbortController();
  let work: Promise<void> = Promise.resolve();
  const proveOne = async (loaded: LoadedProgram, signal: AbortSignal): Promise<void> => {
    const at = now();
    const report = await prove(loaded, { now: at, signal });
    const { program } = loaded.result;
    if (report === undefined || program === undefined || signal.aborted) return;
    const tone = report.verdict === 'proved' ? 'good' : 'warn';
    terminal.note(terminal.paint(tone, proofLine(report, loaded.folder)));
    await keep(program, storedProof(report, { at, accepted: [] }));
  };
  return {
    begin(loaded) {
      under.abort();
      under = new AbortController();
      const { signal } = under;
      const before = work;
      work = before.then(() =>
        proveOne(loaded, signal).catch(() => {
          terminal.note(terminal.paint('warn', 'not proved: the proof broke off'));
        }),
      );
    },
    settled: () => work,
    stop() {
      under.abort();
      return work;
    },
  };
}
