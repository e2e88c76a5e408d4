/** A PostgreSQL of the test's own, behind a proxy, to be stopped and started again under load. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../src/store/index.ts';
import type { Connection } from '../../src/store/index.ts';
import { Proxy } from './proxy.ts';

type Embedded = Awaited<ReturnType<typeof startEmbedded>>;

export class Postgres {
  readonly directory: string;
  /** The way that can be disturbed. */
  proxy!: Proxy;
  private database: Embedded;
  private readonly settings: Readonly<Record<string, string>>;
  private readonly proxies: Proxy[] = [];

  private constructor(
    directory: string,
    database: Embedded,
    settings: Readonly<Record<string, string>>,
  ) {
    this.directory = directory;
    this.database = database;
    this.settings = settings;
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Postgres> {
    const directory = await mkdtemp(join(tmpdir(), 'onward-faults-'));
    const database = await startEmbedded({ directory, settings });
    const postgres = new Postgres(directory, database, settings);
    postgres.proxy = await postgres.way();
    return postgres;
  }

  /** Another way to it, which can be disturbed alone. */
  async way(): Promise<Proxy> {
    const proxy = await Proxy.before(() => `${this.direct.host}/.s.PGSQL.${this.direct.port}`);
    this.proxies.push(proxy);
    return proxy;
  }

  /** Past the proxy. */
  get direct(): Embedded['connection'] {
    return this.database.connection;
  }

  /** Through a proxy. */
  through(proxy: Proxy = this.proxy): Connection & { readonly url: string } {
    const { user, password, database } = this.direct;
    return { url: `postgres://${user}:${password}@127.0.0.1:${proxy.port}/${database}` };
  }

  /** A connection past the proxy, for looking. */
  async client(): Promise<pg.Client> {
    const client = new pg.Client(this.direct);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Stops it as `pg_ctl stop -m immediate` does, or fast, and starts it again. */
  async restart(how: 'immediate' | 'fast'): Promise<void> {
    const file = join(this.directory, 'postgres', 'data', 'postmaster.pid');
    const pid = Number.parseInt(await readFile(file, 'utf8'), 10);
    process.kill(pid, how === 'immediate' ? 'SIGQUIT' : 'SIGINT');
    await this.database.stop();
    this.database = await startEmbedded({ directory: this.directory, settings: this.settings });
  }

  /** Does something with its folder while it is down, cleanly. */
  async still(work: (directory: string) => Promise<void>): Promise<void> {
    await this.database.stop();
    await work(this.directory);
    this.database = await startEmbedded({ directory: this.directory, settings: this.settings });
  }

  async stop(): Promise<void> {
    for (const proxy of this.proxies) proxy.close();
    await this.database.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
