/** What a running Onward is started with, as the commands gather it. */
import type { Clock, Program } from '../../core/index.ts';
import type { StoredProof } from '../../store/index.ts';
import type { DrillingParts } from './drilling.ts';
import type { Log } from './log.ts';
import type { DevClock } from './movable-clock.ts';
import type { Secrets } from './secrets.ts';
import type { Sink } from './sink.ts';

export type DrillOptions = Pick<DrillingParts, 'everyMs' | 'heartbeat' | 'heartbeatUrl'>;

export interface StartOptions {
  readonly program: Program;
  /** Kept with the version of the program. */
  readonly proof?: StoredProof | undefined;
  /** The data folder. */
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  /** The folder of the witness; without one an older copy of the database is not known as such. */
  readonly witness?: string | undefined;
  /** How long ended journeys are kept, in milliseconds; default: always. */
  readonly retain?: number | 'always' | undefined;
  /** Absent: detectors are not tripped. */
  readonly drills?: DrillOptions | undefined;
  readonly host: string;
  readonly port: number;
  readonly mllp: { readonly host: string; readonly port: number };
  readonly token: string | undefined;
  /** In this process with a door of its own, or elsewhere, where it is told by a token. */
  readonly edge:
    | { readonly kind: 'here'; readonly port: number; readonly url?: string | undefined }
    | { readonly kind: 'away'; readonly token: string; readonly url?: string | undefined };
  /** Names and addresses that may lead into private networks; `*` all of them. */
  readonly privateHosts: readonly string[];
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly onProgress: (text: string) => void;
  /** Given in development only. */
  readonly dev?: { readonly clock: DevClock; readonly sink: Sink };
}
