/**
 * What the engine does by and by, in real time: never twice at once, and never a reason to stay up.
 * Each loop is known by its name, so that one that stands still is found out.
 */
export interface ClockworkParts {
  readonly onTrouble: (code: string) => void;
  /** Real time, epoch milliseconds. */
  readonly now: () => number;
}

/** So long, beside three rounds, a loop may take to turn: a database that is slow is no stop. */
const patienceMs = 120_000;

interface Loop {
  readonly everyMs: number;
  /** When it last did its work. */
  turnedAt: number;
}

export class Clockwork {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly loops = new Map<string, Loop>();
  private readonly parts: ClockworkParts;

  constructor(parts: ClockworkParts) {
    this.parts = parts;
  }

  /** Does the work every so many milliseconds; trouble is told by its code, and tried again. */
  every(name: string, ms: number, work: () => Promise<void>): void {
    const { onTrouble, now } = this.parts;
    const loop = { everyMs: ms, turnedAt: now() };
    this.loops.set(name, loop);
    let busy = false;
    const turn = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      try {
        await work();
        loop.turnedAt = now();
      } catch (error) {
        onTrouble(codeOf(error));
      } finally {
        busy = false;
      }
    };
    const timer = setInterval(() => void turn(), ms);
    timer.unref();
    this.timers.push(timer);
  }

  /** Loops that have not done their work for too long: they hang, or fail again and again. */
  still(): readonly string[] {
    const at = this.parts.now();
    return [...this.loops].flatMap(([name, { everyMs, turnedAt }]) =>
      at - turnedAt > 3 * everyMs + patienceMs ? [name] : [],
    );
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'ONW-INTERNAL';
}
