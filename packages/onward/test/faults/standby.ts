/** A second PostgreSQL that follows the first, as operators set one up. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { chooseAccount } from '../../src/store/embedded/account.ts';
import { locateBinaries } from '../../src/store/embedded/locate.ts';
import type { Connection } from '../../src/store/index.ts';
import { until } from './figures.ts';
import type { Postgres } from './postgres.ts';
import { Proxy } from './proxy.ts';

/** A connection that may break. */
export async function connected(connection: Connection): Promise<pg.Client> {
  const client = new pg.Client(
    'url' in connection ? { connectionString: connection.url } : connection,
  );
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** As an operator copies it: with its owners. */
export async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

export class Standby {
  private readonly child: ChildProcess;
  /** From the standby to what it follows. */
  private readonly link: Proxy;
  /** From the product to the standby. */
  private readonly way: Proxy;
  private readonly login: string;

  private constructor(parts: StandbyParts) {
    this.child = parts.child;
    this.link = parts.link;
    this.way = parts.way;
    this.login = parts.login;
  }

  /** A cold copy that follows. */
  static async of(primary: Postgres, folder: string): Promise<Standby> {
    const data = join(folder, 'standby');
    await primary.still(async (directory) => copy(join(directory, 'postgres', 'data'), data));
    const link = await primary.way();
    const { user, password, database } = primary.direct;
    const follows = `host=127.0.0.1 port=${link.port} user=${user} password=${password}`;
    await writeFile(join(data, 'standby.signal'), '');
    await appendFile(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${follows}'\n`);
    const sockets = `-cunix_socket_directories=${data}`;
    const binaries = await locateBinaries();
    const { account } = await chooseAccount(binaries, folder, data);
    const [program, ...words] = [...account.prefix, binaries.postgres];
    const child = spawn(program, [...words, '-D', data, '-clisten_addresses=', sockets], {
      ...account.identity,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: 'ignore',
    });
    const way = await Proxy.before(() => `${data}/.s.PGSQL.5432`);
    const login = `postgres://${user}:${password}@127.0.0.1:${way.port}/${database}`;
    const standby = new Standby({ child, link, way, login });
    const isReady = async () =>
      /^(ready|standby)/m.test(
        await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => ''),
      );
    await until(async () => ((await isReady()) ? true : undefined));
    return standby;
  }

  get url(): string {
    return this.login;
  }

  /** When it has heard all up to there. */
  async cutOff(position: string): Promise<void> {
    const client = await connected({ url: this.login });
    const heard = 'select pg_last_wal_replay_lsn() >= $1::pg_lsn as all';
    await until(async () => {
      const { rows } = await client.query<{ all: boolean }>(heard, [position]);
      return rows[0]?.all === true ? true : undefined;
    });
    await client.end();
    this.link.close();
  }

  async promote(): Promise<void> {
    const client = await connected({ url: this.login });
    await client.query('select pg_promote(true, 60)');
    await client.end();
  }

  async stop(): Promise<void> {
    this.way.close();
    const gone = once(this.child, 'exit');
    this.child.kill('SIGINT');
    await gone;
  }
}

interface StandbyParts {
  readonly child: ChildProcess;
  readonly link: Proxy;
  readonly way: Proxy;
  readonly login: string;
}
