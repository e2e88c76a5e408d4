/**
 * What the engine does by and by, in real time: never twice at once, and never a reason to stay up.
 */
export class Clockwork {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly onTrouble: (code: string) => void;

  constructor(onTrouble: (code: string) => void) {
    this.onTrouble = onTrouble;
  }

  /** Does the work every so many milliseconds; trouble is told by its code, and tried again. */
  every(ms: number, work: () => Promise<void>): void {
    let busy = false;
    const turn = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      try {
        await work();
      } catch (error) {
        this.onTrouble(codeOf(error));
      } finally {
        busy = false;
      }
    };
    const timer = setInterval(() => void turn(), ms);
    timer.unref();
    this.timers.push(timer);
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'ONW-INTERNAL';
}
