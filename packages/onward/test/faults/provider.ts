/** A provider that counts: what it was asked to do, by idempotency key and by deed. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  readonly type: string;
  readonly journey: string;
  readonly key: string;
}

/** A moment in the life of a call; what stands there may take its time, or end the caller. */
export type Moment = 'received' | 'done' | 'answered';

export class Provider {
  /** Calls by key, repeats and all. */
  readonly calls = new Map<string, number>();
  /** Deeds by journey and command: a key that was seen before is honoured and does nothing. */
  readonly deeds = new Map<string, number>();
  at: (moment: Moment) => Promise<void> | void = () => undefined;
  /** Whether a call is turned away for now, and nothing is done. */
  refuses: () => boolean = () => false;
  /** What it says then: 503 to come again, 422 for good. */
  refusal = 503;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<Provider> {
    const provider = new Provider();
    // A connection that it closes while a call is on its way is a fault of its own.
    provider.server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => {
      provider.server.listen(0, '127.0.0.1', resolve);
    });
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  get repeats(): number {
    return [...this.calls.values()].reduce((sum, calls) => sum + calls - 1, 0);
  }

  /** Deeds of any kind. */
  get total(): number {
    return [...this.deeds.values()].reduce((sum, times) => sum + times, 0);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { type, journey, key } = JSON.parse(text) as Asked;
    await this.at('received');
    if (this.refuses()) {
      response.writeHead(this.refusal).end();
      return;
    }
    const before = this.calls.get(key) ?? 0;
    this.calls.set(key, before + 1);
    const deed = `${journey}/${type}`;
    if (before === 0) this.deeds.set(deed, (this.deeds.get(deed) ?? 0) + 1);
    await this.at('done');
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    await this.at('answered');
  }
}
