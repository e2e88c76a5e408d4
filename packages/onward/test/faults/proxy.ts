/** What stands between Onward and its database, and breaks: a TCP proxy that knows a commit. */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * What becomes of a commit: `pass` lets it through; `lost` cuts the connection before it arrives;
 * `unheard` cuts it when PostgreSQL has committed and before the answer is passed on; `full` undoes
 * it and answers as PostgreSQL does when the disk is full.
 */
export type Fate = 'pass' | 'lost' | 'unheard' | 'full';

/** A simple query `commit`, as node-postgres sends it. */
const commit = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');
const rollback = Buffer.from('Q\0\0\0\x0drollback\0', 'latin1');
/** What PostgreSQL answers to them; statements before the commit are answered before it. */
const made = Buffer.from('C\0\0\0\x0bCOMMIT\0', 'latin1');
const undone = Buffer.from('C\0\0\0\x0dROLLBACK\0', 'latin1');

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** What to do with the answer to a commit that has left. */
  awaits: Fate;
}

export class Proxy {
  /** Decides on each commit. */
  fate: () => Fate = () => 'pass';
  /** Told of each commit that was made and whose answer was not passed on. */
  onUnheard: () => void = () => undefined;
  private readonly server: Server;
  private readonly target: () => string;
  private readonly links = new Set<Link>();
  private isStalled = false;
  private isClosed = false;

  private constructor(target: () => string) {
    this.target = target;
    this.server = createServer((client) => this.accept(client));
  }

  /** `target`: path of the socket that PostgreSQL listens on at that time. */
  static async before(target: () => string): Promise<Proxy> {
    const proxy = new Proxy(target);
    await new Promise<void>((resolve) => {
      proxy.server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Nothing passes in either direction until it is undone; nobody is told. */
  stall(stalled: boolean): void {
    this.isStalled = stalled;
    for (const { client, server } of this.links) {
      if (stalled) client.pause();
      else client.resume();
      if (stalled) server.pause();
      else server.resume();
    }
  }

  /** Cuts every connection; new ones may be made. */
  cut(): void {
    for (const link of this.links) drop(link);
  }

  /** Cuts every connection and takes no other, as for a machine that is gone. */
  close(): void {
    this.isClosed = true;
    this.cut();
    this.server.close();
  }

  private accept(client: Socket): void {
    if (this.isClosed) {
      client.destroy();
      return;
    }
    const server = connect(this.target());
    const link: Link = { client, server, awaits: 'pass' };
    this.links.add(link);
    if (this.isStalled) {
      client.pause();
      server.pause();
    }
    client.setNoDelay(true);
    for (const end of [client, server]) {
      end.on('error', () => drop(link));
      end.on('close', () => {
        drop(link);
        this.links.delete(link);
      });
    }
    client.on('data', (chunk) => this.forth(link, chunk));
    server.on('data', (chunk) => this.back(link, chunk));
    server.on('drain', () => client.resume());
    client.on('drain', () => server.resume());
  }

  private forth(link: Link, chunk: Buffer): void {
    if (!chunk.includes(commit)) {
      pass(chunk, link.client, link.server);
      return;
    }
    link.awaits = this.fate();
    if (link.awaits === 'lost') drop(link);
    else if (link.awaits === 'full') link.server.write(swapped(chunk));
    else link.server.write(chunk);
  }

  private back(link: Link, chunk: Buffer): void {
    const { awaits } = link;
    const at = chunk.indexOf(awaits === 'full' ? undone : made);
    if (awaits === 'pass' || at < 0) {
      pass(chunk, link.server, link.client);
      return;
    }
    link.awaits = 'pass';
    if (awaits === 'unheard') {
      this.onUnheard();
      drop(link);
    } else {
      pass(Buffer.concat([chunk.subarray(0, at), diskFull]), link.server, link.client);
    }
  }
}

function pass(chunk: Buffer, from: Socket, to: Socket): void {
  if (!to.write(chunk)) from.pause();
}

function drop({ client, server }: Link): void {
  client.destroy();
  server.destroy();
}

function swapped(chunk: Buffer): Buffer {
  const at = chunk.indexOf(commit);
  return Buffer.concat([chunk.subarray(0, at), rollback, chunk.subarray(at + commit.length)]);
}

/** ErrorResponse 53100 and ReadyForQuery, as in PostgreSQL's protocol, section 53.7. */
const diskFull = ((): Buffer => {
  const fields = Buffer.from('SERROR\0C53100\0Mcould not extend file\0\0', 'latin1');
  const head = Buffer.alloc(5);
  head.write('E', 'latin1');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields, Buffer.from('Z\0\0\0\x05I', 'latin1')]);
})();
