/** Reports every few seconds what this edge has seen of its systems, to whoever keeps it. */
import type { Edge } from './edge.ts';
import type { SourceReport } from '../../store/index.ts';

export interface Reporting {
  /** Reports now. */
  now(): Promise<void>;
  /** Reports once more, and then no longer. */
  stop(): Promise<void>;
}

export interface ReportingParts {
  readonly edge: Pick<Edge, 'sources' | 'safe'>;
  readonly send: (rows: readonly SourceReport[]) => Promise<void>;
  readonly trouble: (code: string) => void;
}

const everyMs = 10_000;
/** What was set aside changes seldom, and is counted so much more seldom. */
const countEvery = 6;
const mostCounted = 1_000;

export function startReporting(parts: ReportingParts): Reporting {
  const { edge, send, trouble } = parts;
  let counted: ReadonlyMap<string, number> = new Map();
  let turns = 0;
  const report = async (): Promise<void> => {
    try {
      if (turns++ % countEvery === 0) counted = await setAside(edge);
      const rows = edge.sources.report().map((word) => {
        return { ...word, quarantined: counted.get(word.system) ?? 0 };
      });
      if (rows.length > 0) await send(rows);
    } catch {
      // What was counted is lost; the next report says how the systems stand all the same.
      trouble('ONW-SOURCE-REPORT');
    }
  };
  let running = Promise.resolve();
  const now = (): Promise<void> => (running = running.then(report));
  const timer = setInterval(() => void now(), everyMs);
  timer.unref();
  return {
    now,
    async stop() {
      clearInterval(timer);
      await now();
    },
  };
}

/** Beyond a thousand the newest thousand are counted. */
async function setAside({ safe }: Pick<Edge, 'safe'>): Promise<ReadonlyMap<string, number>> {
  const rows = await safe.quarantine.list({ state: 'open', limit: mostCounted });
  const counts = new Map<string, number>();
  for (const { system } of rows) counts.set(system, (counts.get(system) ?? 0) + 1);
  return counts;
}
