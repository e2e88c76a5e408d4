/** A load of signed deliveries, each sent until it is acknowledged, and what was acknowledged. */
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { secret } from './onward.ts';
import { pause } from './figures.ts';

export const kinds = ['started', 'paid', 'filled', 'booked', 'visited'] as const;
/** What each journey asks of the provider on its way. */
export const deedsEach = { note: 3, check: 1 } as const;

export interface LoadOptions {
  readonly journeys: number;
  /** What is sent of each. Default all. */
  readonly kinds?: readonly (typeof kinds)[number][];
  /** Deliveries under way at once. Default 48. */
  readonly senders?: number;
  /** Number of the first journey. Default 0. */
  readonly from?: number;
  /** How long a sender that was refused rests. Default 20. */
  readonly restMs?: number;
}

export class Load {
  readonly acked = new Set<string>();
  /** What was sent, by its id: whoever sends it again sends the same. */
  readonly bodies = new Map<string, string>();
  /** The case that a journey is about, as the answers told. */
  readonly cases = new Map<string, string>();
  /** Answers that refused for now, by status; a connection that broke counts as 0. */
  readonly refused = new Map<number, number>();
  /** Where it is sent now; several take turns, and with none everybody waits. */
  targets: readonly string[] = [];
  readonly events: number;
  private readonly options: LoadOptions;
  private readonly agent: Agent;
  private turn = 0;
  private isGivenUp = false;

  constructor(options: LoadOptions) {
    this.options = options;
    this.events = options.journeys * (options.kinds ?? kinds).length;
    this.agent = new Agent({ keepAlive: true, maxSockets: options.senders ?? 48 });
  }

  /** Sends all; a journey's own events stay in order, journeys run beside each other. */
  async run(): Promise<void> {
    const { senders = 48, journeys } = this.options;
    const work = Array.from({ length: senders }, async (_, sender) => {
      for (let each = sender; each < journeys; each += senders) await this.journey(each);
    });
    await Promise.all(work).finally(() => this.agent.destroy());
  }

  /** Resolves when so many were acknowledged. */
  async reached(acknowledged: number): Promise<void> {
    while (this.acked.size < Math.min(acknowledged, this.events)) await pause(2);
  }

  /** Sends no more; what is under way may still be answered. */
  giveUp(): void {
    this.isGivenUp = true;
  }

  private async journey(number: number): Promise<void> {
    const name = String((this.options.from ?? 0) + number).padStart(12, '0');
    for (const kind of this.options.kinds ?? kinds) {
      // As a machine writes it, so that the journal shows it and not a hash.
      const id = `evt_${kind}${name}`;
      const at = new Date().toISOString();
      const body = JSON.stringify({ id, type: kind, case: `case-${name}`, at });
      this.bodies.set(id, body);
      await this.deliver(id, body);
    }
  }

  /** Sends all once more, as it was, in the same order. */
  async again(): Promise<void> {
    for (const [id, body] of this.bodies) await this.deliver(id, body);
    this.agent.destroy();
  }

  private async deliver(id: string, body: string): Promise<void> {
    while (!this.isGivenUp) {
      const target = this.targets[this.turn++ % Math.max(this.targets.length, 1)];
      const status = target === undefined ? undefined : await this.post(target, id, body);
      if (status === 202) {
        this.acked.add(id);
        return;
      }
      if (status !== undefined) this.refused.set(status, (this.refused.get(status) ?? 0) + 1);
      await pause(this.options.restMs ?? 20);
    }
  }

  /** The status of the answer; 0 when there was none. */
  private post(target: string, id: string, body: string): Promise<number> {
    const at = String(Math.floor(Date.now() / 1_000));
    const signed = createHmac('sha256', Buffer.from(secret, 'base64'))
      .update(`${id}.${at}.${body}`)
      .digest('base64');
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': `v1,${signed}`,
    };
    return new Promise((resolve) => {
      const sent = request(
        `${target}/in/sys`,
        { method: 'POST', agent: this.agent, headers },
        (response) => {
          let text = '';
          response.on('data', (chunk) => (text += String(chunk)));
          response.on('error', () => resolve(0));
          response.on('close', () => resolve(0));
          response.on('end', () => {
            const status = response.statusCode ?? 0;
            const isTaken = /"status":"(accepted|duplicate)"/.test(text);
            const journey = /"(jrn_[0-9a-v]+)"/.exec(text)?.[1];
            if (journey !== undefined) this.cases.set(journey, id.slice(-12));
            resolve(status === 202 && !isTaken ? -1 : status);
          });
        },
      );
      sent.on('error', () => resolve(0));
      sent.end(body);
    });
  }
}
