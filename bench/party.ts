/** The bench's side of a system that runs in a process of its own. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { heapFlags } from '../packages/onward/src/cli/compose/memory.ts';
import type { AloneOrder, SteadyOrder, Waits } from './steady.ts';
import type { OwnBytes, Place } from './system.ts';
import type { PartyName } from './systems.ts';

/** What the process is told. */
export type Order =
  | { readonly kind: 'open'; readonly place: Place; readonly journeys: number }
  | { readonly kind: 'run' | 'bytes' | 'verify' | 'close' }
  | ({ readonly kind: 'steady' } & SteadyOrder)
  | ({ readonly kind: 'alone' } & AloneOrder);

/** What it answers, in the order in which it was told. */
export interface Answer {
  readonly failed?: string;
  readonly seconds?: number;
  readonly waits?: Waits;
  readonly bytes?: OwnBytes;
}

const file = fileURLToPath(new URL('child.ts', import.meta.url));

export class Party {
  readonly name: PartyName;
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;

  private constructor(name: PartyName) {
    this.name = name;
    this.child = fork(file, [name], { execArgv: heapFlags });
    this.gone = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
    });
  }

  /** Starts the process; resolves when it listens. */
  static async start(name: PartyName): Promise<Party> {
    const party = new Party(name);
    await party.answer();
    return party;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** One order at a time. */
  async tell(order: Order): Promise<Answer> {
    const answered = this.answer();
    this.child.send(order);
    const answer = await answered;
    if (answer.failed !== undefined) throw new Error(`${this.name}: ${answer.failed}`);
    return answer;
  }

  /** Lets the process close what is open and end by itself. */
  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.gone;
  }

  private answer(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error(`The process of ${this.name} ended.`));
      this.child.once('exit', ended);
      this.child.once('message', (answer) => {
        this.child.off('exit', ended);
        resolve(answer as Answer);
      });
    });
  }
}
