/** Tells whoever listens which journeys a commit has changed. */
import { journeyId } from '../core/index.ts';
import type { OnwardCode } from '../core/index.ts';
import type { Committed } from './types.ts';

type Listener = (committed: Committed) => void;

export class News {
  private readonly listeners = new Set<Listener>();
  private readonly trouble: (code: OnwardCode) => void;

  constructor(trouble: (code: OnwardCode) => void) {
    this.trouble = trouble;
  }

  /** Returns the way to stop it. */
  on(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(changed: readonly number[], at: number): void {
    if (this.listeners.size === 0 || changed.length === 0) return;
    const journeys = changed.map(journeyId);
    for (const listener of this.listeners) {
      try {
        listener({ journeys, at });
      } catch {
        // What a listener does with the news is no concern of the commit.
        this.trouble('ONW-LISTENER-FAULT');
      }
    }
  }
}
