/**
 * Statements that are asked for in the same turn of the event loop leave in one message and are
 * answered in one: by itself each would be a write, an answer, and a wakening on both sides. After
 * the first that fails the server passes over the others (the manual's page on the extended query
 * protocol, "Pipelining").
 */
import pg from 'pg';
import type { Connection, CustomTypesConfig, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { requireCommitted, types as ours } from './connection.ts';
import type { Session } from './connection.ts';
import type { CopyRows } from './copy.ts';

/** A prepared statement with the values of its parameters, or with rows that it copies. */
export interface Step {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rows?: CopyRows;
}

interface Waiting {
  readonly step: Step;
  readonly resolve: (result: QueryResult) => void;
  readonly reject: (error: unknown) => void;
}

/** The statements of one transaction. */
export class Pipeline implements Session {
  private readonly client: PoolClient;
  private readonly types: CustomTypesConfig;
  private waiting: Waiting[] = [];
  private ended: Promise<void> | undefined;

  constructor(client: PoolClient, types: CustomTypesConfig = ours) {
    this.client = client;
    this.types = types;
  }

  /** Leaves at the end of this turn, with all others that were asked for in it. */
  run<R extends QueryResultRow>(step: Step): Promise<QueryResult<R>> {
    return new Promise((resolve, reject) => {
      const sent = { ...step, values: step.values.map(told) };
      const take = resolve as (result: QueryResult) => void;
      if (this.waiting.push({ step: sent, resolve: take, reject }) > 1) return;
      queueMicrotask(() => this.flush());
    });
  }

  /**
   * Begins a transaction of statements that are each planned once. Otherwise PostgreSQL would plan
   * most of them for the very arrays that they are given: with those of a whole batch that takes
   * milliseconds, and where a table has no statistics yet it ends in reading the whole of it.
   */
  begin(): Promise<unknown> {
    return Promise.all([this.run(beginning), this.run(planning)]);
  }

  commit(): Promise<void> {
    this.flush();
    return (this.ended ??= this.client.query('commit').then(requireCommitted));
  }

  /** Sends what waits now, so that what is sent next comes behind it. */
  flush(): void {
    const { waiting } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    const steps = waiting.map(({ step }) => step);
    this.client.query(new Steps(steps, this.types, (ended) => answer(waiting, ended)));
  }
}

const beginning: Step = { name: 'begin', text: 'begin', values: [] };
const planning: Step = {
  name: 'plan-once',
  text: 'set local plan_cache_mode = force_generic_plan',
  values: [],
};

/** Binary arrays travel as they are, all else as text. */
function told(value: unknown): Buffer | string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value) || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError('A parameter is a scalar or an array in binary.');
}

interface Ended {
  /** Of the statements that were carried out, in order. */
  readonly results: readonly QueryResult[];
  /** Why the next one was not. */
  readonly error?: unknown;
}

function answer(waiting: readonly Waiting[], { results, error }: Ended): void {
  for (const [at, { resolve, reject }] of waiting.entries()) {
    const result = results[at];
    if (result !== undefined) resolve(result);
    else reject(at === results.length ? error : new PassedOver());
  }
}

/** As the server says of a statement that comes after a failure. */
class PassedOver extends Error {
  readonly code = '25P02';

  constructor() {
    super('A statement before this one has failed.');
  }
}

/** What the driver has and its types do not tell. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void; write(bytes: Buffer): void };
  close(what: { readonly type: 'S'; readonly name: string }): void;
  parse(statement: { readonly name: string; readonly text: string }): void;
  bind(portal: { readonly statement: string; readonly values: readonly unknown[] }): void;
  describe(what: { readonly type: 'P' }): void;
  execute(portal: object): void;
  sync(): void;
}

interface Result extends QueryResult {
  addFields(fields: unknown): void;
  addRow(row: unknown): void;
  addCommandComplete(message: unknown): void;
  parseRow(fields: unknown): unknown;
}

const { Result: DriverResult } = pg as unknown as {
  readonly Result: new (mode: undefined, types: CustomTypesConfig) => Result;
};

/** Statements that a connection was told. The driver keeps its own under other names. */
const known = new WeakMap<Connection, Set<string>>();

/** The driver's query, of several statements and one synchronisation. */
class Steps extends pg.Query {
  readonly steps: readonly Step[];
  private readonly types: CustomTypesConfig;
  private readonly results: Result[];
  private current: Result | undefined;
  private unread: { readonly error: unknown } | undefined;

  constructor(steps: readonly Step[], types: CustomTypesConfig, done: (ended: Ended) => void) {
    const results: Result[] = [];
    super('', (error: unknown) => {
      if (error !== null) forget(steps.slice(results.length));
      done({ results, error: error ?? this.unread?.error });
    });
    this.steps = steps;
    this.types = types;
    this.results = results;
    let names: Set<string> | undefined;
    const forget = (unsaid: readonly Step[]): void => {
      for (const { name } of unsaid) names?.delete(name);
    };
    this.submit = (connection: Connection) => {
      names = known.get(connection);
      if (names === undefined) known.set(connection, (names = new Set()));
      send(connection as unknown as Wire, steps, names);
    };
  }

  handleRowDescription({ fields }: { readonly fields: unknown }): void {
    this.current = new DriverResult(undefined, this.types);
    this.current.addFields(fields);
  }

  handleDataRow({ fields }: { readonly fields: unknown }): void {
    if (this.unread !== undefined) return;
    try {
      this.current?.addRow(this.current.parseRow(fields));
    } catch (error) {
      this.unread = { error };
    }
  }

  handleCommandComplete(message: unknown): void {
    const result = this.current ?? new DriverResult(undefined, this.types);
    this.current = undefined;
    result.addCommandComplete(message);
    if (this.unread === undefined) this.results.push(result);
  }

  /** The server asks for the rows, which are on their way; the driver would call it off. */
  handleCopyInResponse(): void {
    return undefined;
  }
}

/** One write of the socket. */
function send(wire: Wire, steps: readonly Step[], names: Set<string>): void {
  wire.stream.cork();
  for (const { name, text, values, rows } of steps) {
    if (!names.has(name)) {
      names.add(name);
      // It may be known from a time when another statement failed; then it is told anew.
      wire.close({ type: 'S', name });
      wire.parse({ name, text });
    }
    wire.bind({ statement: name, values });
    wire.describe({ type: 'P' });
    wire.execute({});
    if (rows !== undefined) wire.stream.write(rows.messages());
  }
  wire.sync();
  wire.stream.uncork();
}
