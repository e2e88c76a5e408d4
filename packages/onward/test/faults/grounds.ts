/** Databases that are put in the place of a newer one, each in the way that operators do it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { expect } from 'vitest';
import { runningDatabase } from '../../src/cli/compose/database.ts';
import { openEdgeStore, openStore, startEmbedded } from '../../src/store/index.ts';
import type { Connection } from '../../src/store/index.ts';
import { until } from './figures.ts';
import { expectSound, waitingOrders } from './ledger.ts';
import type { Load } from './load.ts';
import { startOnward } from './onward.ts';
import type { Onward, OnwardOptions } from './onward.ts';
import { Postgres } from './postgres.ts';
import { Provider } from './provider.ts';
import { connected, copy, Standby } from './standby.ts';

/** Where the product runs, before and after its database was replaced. */
abstract class Ground {
  readonly provider: Provider;
  protected readonly folder: string;
  private readonly loads: Load[] = [];

  protected constructor({ folder, provider }: Beginnings) {
    this.folder = folder;
    this.provider = provider;
  }

  /** The words that name the database on the command line. */
  abstract readonly where: readonly string[];
  protected abstract readonly options: Partial<OnwardOptions>;
  /** Keeps the database as it is now. */
  protected abstract keep(): Promise<void>;
  /** Puts what was kept in the place of what is there now; the product does not run. */
  abstract restore(): Promise<void>;
  /** Where the database can be asked while the product runs. */
  protected abstract running(): Promise<Connection | undefined>;
  /** The same when it does not, and how that ends. */
  protected abstract alone(): Promise<{ connection: Connection; end: () => Promise<void> }>;

  protected get data(): string {
    return join(this.folder, 'data');
  }

  async serve(work: (onward: Onward) => Promise<void>): Promise<void> {
    const { data, provider, options } = this;
    await work(await startOnward({ data, provider: provider.url, ...options }));
  }

  async send(load: Load, onward: Onward): Promise<void> {
    this.loads.push(load);
    load.targets = [onward.edgeUrl];
    await load.run();
  }

  /** Makes the backup; how many orders wait in it. */
  async backUp(): Promise<number> {
    const waiting = await this.ask(async (client) => {
      const { rows } = await client.query<{ left: number }>(
        `select coalesce(sum(total - cardinality(ended)), 0)::float8 as left from onward_0.outbox`,
      );
      return Number(rows[0]?.left);
    });
    await this.keep();
    return waiting;
  }

  /** Resolves when nothing waits to be sent. */
  async drained(): Promise<void> {
    const client = await connected((await this.running()) as Connection);
    await until(async () => ((await waitingOrders(client)) === 0 ? true : undefined));
    await client.end();
  }

  /** What was done, by case; and what the database says of it. */
  async inspect(journeys: number) {
    const cases = new Map(this.loads.flatMap((load) => [...load.cases]));
    const deeds = new Map<string, number>();
    for (const [deed, times] of this.provider.deeds) {
      const [journey = '', kind = ''] = deed.split('/');
      const name = `${cases.get(journey) ?? journey}/${kind}`;
      deeds.set(name, (deeds.get(name) ?? 0) + times);
    }
    return this.ask(async (client, database) => {
      expect(await waitingOrders(client)).toBe(0);
      const unknown = await client.query<{ count: number }>(
        `select count(*)::float8 as count from onward_0.outcomes o, unnest(o.outcomes) as each ` +
          `where each = 'unknown'`,
      );
      const doubts = await client.query<{ count: number }>(
        `select count(*)::float8 as count from onward_0.restored where doubt`,
      );
      await expectSound(database, journeys);
      return {
        deeds,
        unknown: Number(unknown.rows[0]?.count),
        doubts: Number(doubts.rows[0]?.count),
      };
    });
  }

  private async ask<T>(work: (client: pg.Client, database: Connection) => Promise<T>): Promise<T> {
    const { connection, end } = await this.alone();
    const client = await connected(connection);
    try {
      return await work(client, connection);
    } finally {
      await client.end();
      await end();
    }
  }

  async leave(): Promise<void> {
    this.provider.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 50 });
  }
}

interface Beginnings {
  readonly folder: string;
  readonly provider: Provider;
}

async function begin(): Promise<Beginnings> {
  const folder = await mkdtemp(join(tmpdir(), 'onward-restored-'));
  // The account of the database passes through.
  await chmod(folder, 0o711);
  return { folder, provider: await Provider.start() };
}

/** The data folder is replaced by a cold copy; only the witness knows that it is an older one. */
export class Replaced extends Ground {
  static async make(): Promise<Replaced> {
    return new Replaced(await begin());
  }

  get where(): readonly string[] {
    return ['--data', this.data];
  }

  protected get options(): Partial<OnwardOptions> {
    return { variables: { ONWARD_WITNESS: join(this.folder, 'witness') } };
  }

  protected keep(): Promise<void> {
    return copy(this.data, join(this.folder, 'backup'));
  }

  async restore(): Promise<void> {
    // Its PostgreSQL ends a moment after it.
    await until(async () => ((await this.running()) === undefined ? true : undefined));
    await rm(this.data, { recursive: true, maxRetries: 50, retryDelay: 100 });
    await copy(join(this.folder, 'backup'), this.data);
  }

  protected running(): Promise<Connection | undefined> {
    const onProgress = (): undefined => undefined;
    return runningDatabase({ url: undefined, folder: this.data, onProgress });
  }

  protected async alone() {
    const database = await startEmbedded({ directory: this.data });
    return { connection: database.connection, end: () => database.stop() };
  }
}

/** The product runs on a database that is somebody else's to keep. */
abstract class Elsewhere extends Ground {
  protected abstract readonly url: string;

  get where(): readonly string[] {
    return ['--database-url', this.url];
  }

  protected get options(): Partial<OnwardOptions> {
    return { databaseUrl: this.url };
  }

  protected running(): Promise<Connection> {
    return Promise.resolve({ url: this.url });
  }

  protected alone() {
    return Promise.resolve({ connection: { url: this.url }, end: () => Promise.resolve() });
  }
}

interface Dump {
  /** Each table's rows, as JSON. */
  readonly tables: ReadonlyMap<string, string>;
  readonly sequences: ReadonlyMap<string, string>;
}

/** All rows are written out, and read into a database of another server. */
export class ReadBack extends Elsewhere {
  private postgres: Postgres;
  private dump: Dump | undefined;

  private constructor(beginnings: Beginnings, postgres: Postgres) {
    super(beginnings);
    this.postgres = postgres;
  }

  static async make(): Promise<ReadBack> {
    return new ReadBack(await begin(), await Postgres.start());
  }

  protected get url(): string {
    return this.postgres.through().url;
  }

  protected async keep(): Promise<void> {
    const client = await this.postgres.client();
    const tables = new Map<string, string>();
    for (const table of await tablesOf(client)) {
      const { rows } = await client.query<{ rows: string }>(
        `select coalesce(json_agg(t), '[]')::text as rows from ${table} t`,
      );
      tables.set(table, rows[0]?.rows ?? '[]');
    }
    const { rows } = await client.query<{ name: string; last: string }>(
      `select format('%I.%I', schemaname, sequencename) as name, last_value::text as last
         from pg_sequences where last_value is not null`,
    );
    this.dump = { tables, sequences: new Map(rows.map(({ name, last }) => [name, last])) };
    await client.end();
  }

  async restore(): Promise<void> {
    if (this.dump === undefined) throw new Error('There is no backup.');
    await this.postgres.stop();
    this.postgres = await Postgres.start();
    const { store } = await openStore({ connection: this.postgres.direct });
    await store.close();
    const edge = await openEdgeStore({ connection: this.postgres.direct });
    await edge.close();
    const client = await this.postgres.client();
    // As a dump is read: constraints between tables are looked at by nobody meanwhile.
    await client.query('set session_replication_role = replica');
    const { tables, sequences } = this.dump;
    await client.query(`truncate ${(await tablesOf(client)).join()}`);
    for (const [table, rows] of tables) {
      const from = `select * from json_populate_recordset(null::${table}, $1)`;
      await client.query(`insert into ${table} overriding system value ${from}`, [rows]);
    }
    for (const [name, last] of sequences) await client.query('select setval($1, $2)', [name, last]);
    await client.end();
  }

  override async leave(): Promise<void> {
    await super.leave();
    await this.postgres.stop();
  }
}

/** Tables with rows of their own: those of partitions stand in what they are parts of. */
async function tablesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
      where n.nspname like 'onward%' and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  return rows.map(({ name }) => name);
}

/** A standby follows the database, is cut off from it, and takes over when that one is gone. */
export class TakenOver extends Elsewhere {
  private readonly primary: Postgres;
  private readonly standby: Standby;
  private isPrimary = true;

  private constructor(beginnings: Beginnings, primary: Postgres, standby: Standby) {
    super(beginnings);
    this.primary = primary;
    this.standby = standby;
  }

  static async make(): Promise<TakenOver> {
    const beginnings = await begin();
    const primary = await Postgres.start({ wal_keep_size: '2GB' });
    return new TakenOver(beginnings, primary, await Standby.of(primary, beginnings.folder));
  }

  protected get url(): string {
    return this.isPrimary ? this.primary.through().url : this.standby.url;
  }

  /** What comes after this the standby never hears. */
  protected async keep(): Promise<void> {
    const client = await this.primary.client();
    const { rows } = await client.query<{ at: string }>('select pg_current_wal_flush_lsn() as at');
    await client.end();
    await this.standby.cutOff(rows[0]?.at ?? '0/0');
  }

  async restore(): Promise<void> {
    await this.primary.stop();
    await this.standby.promote();
    this.isPrimary = false;
  }

  override async leave(): Promise<void> {
    await this.standby.stop();
    await super.leave();
  }
}
