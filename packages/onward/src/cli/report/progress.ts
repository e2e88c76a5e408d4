/** How far a proof has come: on a terminal, in one line written over, once it takes long. */
import type { CheckProgress } from '../../core/index.ts';

export interface ProgressLine {
  tell(progress: CheckProgress): void;
  /** Takes the line away again. */
  done(): void;
}

export interface ProgressOptions {
  /** A person looks at it. */
  readonly isShown: boolean;
  readonly write: (text: string) => void;
  /** A monotonic clock in milliseconds. */
  readonly ticks: () => number;
}

const quietMs = 1_000;
const everyMs = 200;

export function progressLine({ isShown, write, ticks }: ProgressOptions): ProgressLine {
  const began = ticks();
  let next = began + quietMs;
  let written = false;
  return {
    tell({ journey, configurations }) {
      const now = ticks();
      if (!isShown || now < next) return;
      next = now + everyMs;
      written = true;
      write(`\r${journey}: ${configurations} configurations so far\u001b[K`);
    },
    done() {
      if (written) write('\r\u001b[K');
      written = false;
    },
  };
}
