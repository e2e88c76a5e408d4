/** R1: what is acknowledged is never lost, though the process is killed at any moment. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, test } from 'vitest';
import { audit } from '../../src/runtime/index.ts';
import { openStore, startEmbedded } from '../../src/store/index.ts';
import type { Reads } from '../../src/store/index.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';

const folder = fileURLToPath(new URL('program', import.meta.url));
const journeys = 2_000;
const kinds = ['started', 'paid', 'filled', 'booked', 'visited'];
const kills = 20;
const batchSize = 25;
const senders = 8;

interface Item {
  readonly id: string;
  readonly body: object;
}

/** Every event of every journey; a journey's own stay in order, journeys are interleaved. */
function workload(): Item[][] {
  const batches: Item[][] = [];
  for (let first = 0; first < journeys; first += batchSize) {
    for (const kind of kinds) {
      const items = Array.from({ length: batchSize }, (_, offset) => item(kind, first + offset));
      batches.push(items);
    }
  }
  return batches;
}

function item(kind: string, journey: number): Item {
  // As a machine writes it, so that the journal shows it and not a hash.
  const id = `evt_${kind}${String(journey).padStart(12, '0')}`;
  const type = `sys.${kind}`;
  const subject = `case-${journey}`;
  return { id, body: { specversion: '1.0', id, source: 'sys', type, subject, data: {} } };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

interface Answer {
  readonly results: readonly { readonly id: string; readonly status: string }[];
}

/** The answer to a batch; undefined when the server died meanwhile and acknowledged nothing. */
async function post(url: string, batch: readonly Item[]): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(batch.map((each) => each.body)),
    });
    return response.status === 202 ? ((await response.json()) as Answer) : undefined;
  } catch {
    return undefined;
  }
}

/** A load of events, and what has become of it. */
class Load {
  readonly batches = workload();
  readonly acked = new Set<string>();
  server: Server | undefined;
  sent = 0;

  /**
   * Sends every batch; a sender takes whole groups of journeys, so that their events stay in order.
   */
  async run(sender: number): Promise<void> {
    for (let group = sender; group * kinds.length < this.batches.length; group += senders) {
      const first = group * kinds.length;
      for (const batch of this.batches.slice(first, first + kinds.length)) await this.send(batch);
    }
  }

  private async send(batch: readonly Item[]): Promise<void> {
    let answer: Answer | undefined;
    while (answer === undefined) {
      answer = this.server && (await post(this.server.url, batch));
      if (answer === undefined) await pause(20);
    }
    for (const { id, status } of answer.results) {
      expect(['accepted', 'duplicate']).toContain(status);
      this.acked.add(id);
    }
    this.sent++;
  }

  async reached(batches: number): Promise<void> {
    while (this.sent < batches) await pause(1);
  }
}

test(
  '10,000 events, 20 kills: nothing acknowledged is missing, nobody is left without owner and date',
  { timeout: 300_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'onward-crash-'));
    const load = new Load();
    load.server = await startServer(folder, directory);
    const sending = Array.from({ length: senders }, (_, sender) => load.run(sender));
    for (let killed = 0; killed < kills; killed++) {
      // At random, but so that work is still left for the last one.
      const goal = Math.floor(((killed + Math.random()) / kills) * (load.batches.length - senders));
      await load.reached(goal);
      await pause(Math.random() * 30);
      const dying = load.server;
      load.server = undefined;
      await dying.kill();
      load.server = await startServer(folder, directory);
    }
    await Promise.all(sending);
    expect(await load.server.stop()).toBe(0);
    expect(load.acked.size).toBe(journeys * kinds.length);
    await inspect(directory, load.acked);
    await rm(directory, { recursive: true, force: true });
    process.stdout.write(`killed ${kills} times, ${load.acked.size} acknowledged, 0 missing\n`);
  },
);

async function inspect(directory: string, acked: ReadonlySet<string>): Promise<void> {
  const database = await startEmbedded({ directory });
  const { store, reads } = await openStore({ connection: database.connection });
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    const ids = await client.query<{ id: string; times: string }>(
      `select event_id as id, count(*) as times from onward_0.journal
        where source = 'sys' group by 1`,
    );
    const journal = new Map(ids.rows.map((row) => [row.id, Number(row.times)]));
    expect([...acked].filter((id) => journal.get(id) !== 1)).toEqual([]);
    const unowned = await client.query(
      `select 1 from onward_0.journeys
        where status = 'open' and (next_owner is null or next_due is null)`,
    );
    expect(unowned.rowCount).toBe(0);
    await auditAll(reads);
  } finally {
    await client.end();
    await store.close();
    await database.stop();
  }
}

async function auditAll(reads: Reads): Promise<void> {
  let seen = 0;
  for (let after = 0; ;) {
    const page = await reads.journeys({}, { after, limit: 200 });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
    for (const { id, program, state } of page) {
      const rows = await reads.journal(id, { after: 0, limit: 1_000 });
      expect(audit({ id, program, state, journal: rows })).toBeUndefined();
      expect(state.obligations.length).toBeGreaterThan(0);
      seen++;
    }
  }
  expect(seen).toBe(journeys);
}
