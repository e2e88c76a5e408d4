/** What a running Onward is started with, as the commands gather it. */
import type { Clock, Program } from '../../core/index.ts';
import type { StoredProof } from '../../store/index.ts';
import type { Log } from './log.ts';
import type { DevClock } from './movable-clock.ts';
import type { Secrets } from './secrets.ts';
import type { Sink } from './sink.ts';

export interface StartOptions {
  readonly program: Program;
  /** Kept with the version of the program. */
  readonly proof?: StoredProof | undefined;
  /** The data folder. */
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly mllp: { readonly host: string; readonly port: number };
  readonly token: string | undefined;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly onProgress: (text: string) => void;
  /** Given in development only. */
  readonly dev?: { readonly clock: DevClock; readonly sink: Sink };
}
