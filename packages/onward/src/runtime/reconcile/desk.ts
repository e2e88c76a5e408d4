/** When systems are compared, and by which process: on a rhythm, after a write, when asked. */
import { OnwardError, RejectError } from '../../core/index.ts';
import type { OnwardCode } from '../../core/index.ts';
import type { DriftRow, Tally } from '../../store/index.ts';
import { decideDrift } from './deciding.ts';
import { tallyOf } from './look.ts';
import { createReconciler, lookUpsOf } from './reconciler.ts';
import type { ReconcilerParts } from './reconciler.ts';
import type {
  DriftDecision,
  Reconciled,
  Reconciler,
  ReconcileRequest,
  Reconciling,
  RunRequest,
} from './types.ts';
import { echoesDue } from './writing.ts';

/** One that has not beaten for so long was left by its process. */
const leftMs = 120_000;
/** Processes that see within so long that a system is there again see the same. */
const sameMs = 60_000;
/** Time between two words of how far it came. */
const beatMs = 2_000;

export class ReconcileDesk implements Reconciling {
  private readonly parts: ReconcilerParts;
  private readonly reconciler: Reconciler;
  private readonly calledOff = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(parts: ReconcilerParts) {
    this.parts = parts;
    this.reconciler = createReconciler(parts);
  }

  run(request: ReconcileRequest): Promise<Reconciled> {
    return this.reconciler.run(request);
  }

  decide(decision: DriftDecision): Promise<DriftRow> {
    return decideDrift(decision, this.parts);
  }

  /** Begins what is due by its rhythm; another process may have been first. */
  async tick(): Promise<void> {
    for (const [system, { reconcile = {} }] of Object.entries(this.parts.program().systems)) {
      for (const [lookUp, { everyMs }] of Object.entries(reconcile)) {
        if (everyMs === undefined) continue;
        const notSince = this.parts.now() - everyMs;
        await this.begin({ system, lookUp, by: 'rhythm' }, notSince);
      }
    }
  }

  /** Asks about what was written back and is not shown yet, beside the rest. */
  async listen(): Promise<void> {
    for (const drifts of (await echoesDue(this.parts)).values()) {
      const [{ system, lookUp }] = drifts as [DriftRow];
      const journeys = [...new Set(drifts.map(({ journey }) => journey))];
      const { signal } = this.calledOff;
      // What gives no answer is asked again at its next time.
      const work = this.reconciler
        .run({ system, lookUp, journeys, signal })
        .catch(() => undefined)
        .then(() => void this.running.delete(work));
      this.running.add(work);
    }
  }

  async afterOutage(system: string): Promise<void> {
    const notSince = this.parts.now() - sameMs;
    for (const lookUp of lookUpsOf(this.parts.program(), { system })) {
      await this.begin({ system, lookUp, by: 'outage' }, notSince);
    }
  }

  drift(id: number): Promise<DriftRow | undefined> {
    return this.parts.store.reconciling.drift(id);
  }

  drifts(...asked: Parameters<Reconciling['drifts']>): ReturnType<Reconciling['drifts']> {
    return this.parts.store.reconciling.drifts(...asked);
  }

  looks(...asked: Parameters<Reconciling['looks']>): ReturnType<Reconciling['looks']> {
    return this.parts.store.reconciling.reconciliations(...asked);
  }

  async start(request: RunRequest): Promise<number> {
    lookUpsOf(this.parts.program(), request);
    const id = await this.begin(request, undefined);
    if (id !== undefined) return id;
    const message = 'The look-up is being compared already; wait until that has ended.';
    throw new RejectError('ONW-RECONCILE-UNDERWAY', message);
  }

  private async begin(
    request: RunRequest,
    notSince: number | undefined,
  ): Promise<number | undefined> {
    const { store } = this.parts;
    const now = (): number => this.parts.now();
    const { preview = false, ...row } = request;
    const unless = { aliveSince: now() - leftMs, ...(notSince === undefined ? {} : { notSince }) };
    const id = await store.reconciling.begin({ ...row, preview, beganAt: now() }, unless);
    if (id === undefined) return undefined;
    const work = this.work(id, request).finally(() => this.running.delete(work));
    this.running.add(work);
    return id;
  }

  private async work(id: number, { system, lookUp, preview = false }: RunRequest): Promise<void> {
    const { store } = this.parts;
    const now = (): number => this.parts.now();
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.calledOff.signal]);
    let so: Tally = tallyOf(nothing);
    const beat = setInterval(() => {
      store.reconciling
        .beatOf(id, so, now())
        .then((isOurs) => (isOurs ? undefined : stop.abort()))
        .catch(() => undefined);
    }, beatMs);
    const onProgress = (reached: Reconciled): void => void (so = tallyOf(reached));
    try {
      const reached = await this.reconciler.run({ system, lookUp, preview, signal, onProgress });
      const end = { ...tallyOf(reached), at: now() };
      const cut = { ended: 'failed', code: 'ONW-STOPPING' } as const;
      await store.reconciling.end(id, { ...end, ...(signal.aborted ? cut : { ended: 'done' }) });
    } catch (error) {
      const code: OnwardCode = error instanceof OnwardError ? error.code : 'ONW-INTERNAL';
      // Where not even this can be written, it stops beating, and is given up by the next.
      await store.reconciling
        .end(id, { ...so, at: now(), ended: 'failed', code })
        .catch(() => undefined);
    } finally {
      clearInterval(beat);
    }
  }

  /** What runs is called off between two questions; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.calledOff.abort();
    await this.settled();
  }

  async settled(): Promise<void> {
    await Promise.all(this.running);
  }
}

const nothing: Reconciled = { asked: 0, agreed: 0, unanswered: 0, differences: [], closed: 0 };
