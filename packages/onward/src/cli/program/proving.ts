/**
 * Proves a program in a thread of its own: a proof may take seconds in which a server must answer.
 *
 * The thread is handed the compiled program and not its path, so that what is proved is what runs,
 * whatever an editor saves meanwhile. Places in the files are found here, where the sources are.
 */
import { extname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { CheckProgress, CheckReport, Program, Spot } from '../../core/index.ts';
import type { LoadedProgram } from './load.ts';

/** What the thread is given. */
export interface ProvingTask {
  readonly program: Program;
  readonly now: number;
  readonly cap?: number | undefined;
}

/** What the thread says. */
export type ProvingNews =
  | { readonly kind: 'progress'; readonly progress: CheckProgress }
  | { readonly kind: 'report'; readonly report: CheckReport };

export interface ProvingOptions {
  /** Epoch milliseconds at which stories begin. */
  readonly now: number;
  readonly cap?: number;
  readonly onProgress?: (progress: CheckProgress) => void;
  /** Breaks the proof off; there is no report then. */
  readonly signal?: AbortSignal;
}

/** Undefined for a program that does not compile, and for a proof that was broken off. */
export type Prove = (
  loaded: LoadedProgram,
  options: ProvingOptions,
) => Promise<CheckReport | undefined>;

export const prove: Prove = async ({ result }, options) => {
  const { program, locate } = result;
  if (program === undefined) return undefined;
  const report = await inThread(program, options);
  return report && withPlaces(report, locate);
};

async function inThread(
  program: Program,
  { now, cap, onProgress, signal }: ProvingOptions,
): Promise<CheckReport | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<CheckReport | undefined>();
  const workerData: ProvingTask = { program, now, cap };
  // Much of what a proof makes is soon garbage; threads begun from now on have room for it.
  setFlagsFromString('--max-semi-space-size=64');
  const worker = new Worker(entry(), { workerData });
  const breakOff = (): void => resolve(undefined);
  worker.on('message', (news: ProvingNews) => {
    if (news.kind === 'report') resolve(news.report);
    else onProgress?.(news.progress);
  });
  worker.once('error', reject);
  worker.once('exit', breakOff);
  signal?.addEventListener('abort', breakOff);
  if (signal?.aborted === true) breakOff();
  try {
    return await promise;
  } finally {
    signal?.removeEventListener('abort', breakOff);
    await worker.terminate();
  }
}

/** Ends in `.ts` where Node runs the sources, in `.js` where they were built. */
function entry(): URL {
  const source = new URL('./proving-worker.ts', import.meta.url);
  source.pathname = source.pathname.replace(/\.ts$/, extname(import.meta.url));
  return source;
}

type Locate = LoadedProgram['result']['locate'];

function withPlaces(report: CheckReport, locate: Locate): CheckReport {
  const placed = <T extends { readonly spot: Spot }>(found: T): T => {
    const at = locate?.(found.spot);
    return at === undefined ? found : { ...found, at };
  };
  const journeys = report.journeys.map((journey) => ({
    ...journey,
    properties: journey.properties.map((property) => {
      const { counterexample, also } = property;
      return {
        ...property,
        ...(counterexample === undefined ? {} : { counterexample: placed(counterexample) }),
        ...(also === undefined ? {} : { also: also.map(placed) }),
      };
    }),
  }));
  return { ...report, journeys };
}
