/** Runs statements: named and prepared once per connection, with the cell's schema put in. */
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { rethrow } from './connection.ts';
import { copy } from './copy.ts';
import type { CopyRows } from './copy.ts';

/**
 * A statement's text speaks of `cell.table`, `home.table` and `edge.table`; the schemas are put in
 * here.
 */
export interface Schemas {
  readonly home: string;
  readonly edge: string;
  readonly cell: (cell: number) => string;
}

/** The schemas of an installation: `onward`, `onward_0` and up, and the edge's `onward_edge`. */
export function schemasOf(name: string): Schemas {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new TypeError('A schema name is a plain word.');
  const cell = (number: number): string => `"${name}_${number}"`;
  return { home: `"${name}"`, edge: `"${name}_edge"`, cell };
}

/** What runs one statement of the directory, of the edge or of one cell. */
export interface Runner {
  run<R extends QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<QueryResult<R>>;
}

/** A statement with the values of its parameters. */
export interface Change {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/** A `copy … from stdin (format binary)` with its rows. */
export interface Addition {
  readonly statement: Statement;
  readonly rows: CopyRows;
  /** That there is a row with one of the keys says that another process was first. */
  readonly isRace?: true;
}

/** What writes in a transaction. */
export interface Writer extends Runner {
  send(write: Change | Addition): Promise<unknown>;
}

/** A hot statement: its name is also the name it is prepared under. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Binds a connection to one cell. Throws as `rethrow`: a database that is away is told as that. */
export function runner(client: Pool | PoolClient, schemas: Schemas, cell: number): Runner {
  return {
    run: <R extends QueryResultRow>(...[statement, values]: Parameters<Runner['run']>) =>
      client.query<R>({ ...bind(statement, schemas, cell), values: [...values] }).catch(rethrow),
  };
}

/** The same for a connection that has begun a transaction. */
export function writer(client: PoolClient, schemas: Schemas, cell: number): Writer {
  const running = runner(client, schemas, cell);
  return {
    ...running,
    send: (write) =>
      'rows' in write
        ? copy(client, bind(write.statement, schemas, cell).text, write.rows)
        : running.run(write.statement, write.values),
  };
}

/** Runs changes that travel together. */
export async function runAll(on: Runner, changes: readonly Change[]): Promise<void> {
  await Promise.all(changes.map(({ statement, values }) => on.run(statement, values)));
}

const bound = new Map<string, { readonly name: string; readonly text: string }>();

function bind(
  statement: Statement,
  schemas: Schemas,
  cell: number,
): { name: string; text: string } {
  const name = `${statement.name}@${schemas.cell(cell)}`;
  let known = bound.get(name);
  if (known === undefined) {
    const text = statement.text
      .replace(/\bcell\./g, `${schemas.cell(cell)}.`)
      .replace(/\bhome\./g, `${schemas.home}.`)
      .replace(/\bedge\./g, `${schemas.edge}.`);
    known = { name, text };
    bound.set(name, known);
  }
  return known;
}
