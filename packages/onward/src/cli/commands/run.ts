/** How a command is run: handed the terminal, and answered with an exit code. */
import type { ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';

export type Run = (work: (terminal: Terminal) => Promise<ExitCode>) => Promise<void>;
