/** The outside system of a peer: takes a command at once, and counts how often it was asked. */
import { expectCount } from '../system.ts';
import type { Workload } from '../workload.ts';

export class Dispatched {
  private readonly ids = new Set<string>();
  private calls = 0;

  get count(): number {
    return this.calls;
  }

  /** The command of an event. */
  take(eventId: string): Promise<'done'> {
    this.ids.add(eventId);
    this.calls += 1;
    return Promise.resolve('done');
  }

  /** Throws unless every event's command was dispatched, and none twice. */
  verify({ events }: Workload): void {
    expectCount('commands dispatched', this.calls, events);
    expectCount('events with a command', this.ids.size, events);
  }
}
