/**
 * Looks after the sources: what is out of the ordinary gets an owner and a date, climbs when nobody
 * sees to it, and closes by itself. Any number of processes may look; each thing is noted once.
 */
import { dueAt } from '../../core/index.ts';
import type { OnwardCode, Program, Span } from '../../core/index.ts';
import type { IncidentKind, IncidentRow } from '../../store/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { SourceDesk } from './desk.ts';
import type { SourceNow, SourceParts } from './desk.ts';
import { learnedMs } from './rhythm.ts';

export interface WatchParts extends SourceParts {
  /** Has a system compared that is there again; absent: nobody compares. */
  readonly compare?: ((system: string) => Promise<void>) | undefined;
}

export class SourceWatch {
  private readonly parts: WatchParts;
  private readonly desk: SourceDesk;
  private cleared = 0;

  constructor(parts: WatchParts) {
    this.parts = parts;
    this.desk = new SourceDesk(parts);
  }

  async look(): Promise<void> {
    const { store, now, program } = this.parts;
    const [sources, open] = await Promise.all([this.desk.list(), store.sources.incidents()]);
    const at = now();
    const troubles = sources.flatMap((source) => troublesOf(source, at));
    for (const { kind, system, id } of open) {
      const left = troubles.filter(({ source }) => source.system === system);
      if (left.some((each) => each.kind === kind)) continue;
      // Whoever releases a hold asks about those who waited, and decides on what is found.
      const isThere = sources.some(
        (each) => each.system === system && each.state === 'well' && each.hold === undefined,
      );
      // Begun before it is closed: whoever dies in between finds it open, and begins again.
      if (isThere && outages.has(kind)) await this.parts.compare?.(system);
      await store.sources.closeIncident(id, at);
    }
    for (const { kind, source, since, code } of troubles) {
      const { system, owner } = source;
      const known = open.find((each) => each.kind === kind && each.system === system);
      if (known !== undefined) await this.climb(known, source, at);
      else {
        const due = dueIn(program(), program().exceptions.within, { owner, at });
        const row = { kind, system, since, openedAt: at, owner, due };
        await store.sources.openIncident(code === undefined ? row : { ...row, code });
      }
    }
    await this.clear(at);
  }

  /** Whoever put the system on hold sees to it until the review. */
  private async climb(
    { id, level, due }: IncidentRow,
    { hold, owner }: SourceNow,
    at: number,
  ): Promise<void> {
    if (due > at || (hold !== undefined && hold.review > at)) return;
    const { escalate, every } = this.parts.program().exceptions;
    const rung = escalate[Math.min(level, escalate.length - 1)] ?? owner;
    const next = dueIn(this.parts.program(), every, { owner: rung, at });
    await this.parts.store.sources.raiseIncident({ id, level, owner: rung, due: next });
  }

  /** Once a day. */
  private async clear(at: number): Promise<void> {
    if (at - this.cleared < dayMs) return;
    this.cleared = at;
    await this.parts.store.sources.forgetHours(at - learnedMs - weekMs);
  }
}

/** While these last, what a system says may not have come. */
const outages: ReadonlySet<IncidentKind> = new Set(['silent', 'refused', 'away']);

/** The watch of an engine. */
export function watchOf(
  { store, clock, quietMs }: Pick<EngineOptions, 'store' | 'clock' | 'quietMs'>,
  program: () => Program,
  compare?: WatchParts['compare'],
): SourceWatch {
  return new SourceWatch({
    store,
    compare,
    program,
    quietMs: (system) => quietMs?.(program(), system),
    now: () => clock.now(),
  });
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

interface Trouble {
  readonly kind: IncidentKind;
  readonly source: SourceNow;
  readonly since: number;
  readonly code?: OnwardCode;
}

/** An outage that is over so soon is nobody's work. */
const awayMs = 120_000;

function troublesOf(source: SourceNow, at: number): readonly Trouble[] {
  const { state, since = at, code } = source;
  const told = code === undefined ? { source, since } : { source, since, code };
  const lagging: readonly Trouble[] = source.isLagging
    ? [{ kind: 'lagging', source, since: at }]
    : [];
  if (state === 'refused') return [{ kind: 'refused', ...told }, ...lagging];
  if (state === 'away' && at - since > awayMs) return [{ kind: 'away', ...told }, ...lagging];
  if (state === 'quiet') return [{ kind: 'silent', source, since }, ...lagging];
  return lagging;
}

function dueIn(
  program: Program,
  span: Span,
  { owner, at }: { readonly owner: string; readonly at: number },
): number {
  const team = program.teams[owner];
  const calendar = team === undefined ? undefined : program.calendars[team.calendar];
  if (span.kind === 'wall') return at + span.ms;
  return calendar === undefined ? at : dueAt(calendar, at, span);
}
