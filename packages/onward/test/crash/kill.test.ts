/** R1: what is acknowledged is never lost, though the process is killed at any moment. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { audit } from '../../src/runtime/index.ts';
import { openStore, startEmbedded } from '../../src/store/index.ts';
import type { Reads } from '../../src/store/index.ts';
import { startServer } from './server.ts';
import type { Server } from './server.ts';

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
  const id = `${kind}-${journey}`;
  const type = `sys.${kind}`;
  const subject = `case-${journey}`;
  return { id, body: { specversion: '1.0', id, source: 'sys', type, subject, data: {} } };
}

/** Sends a batch until it is acknowledged; a server that dies meanwhile has not acknowledged it. */
async function send(
  server: () => Server | undefined,
  batch: readonly Item[],
  acked: Set<string>,
): Promise<void> {
  for (;;) {
    const url = server()?.url;
    try {
      if (url !== undefined) {
        const response = await fetch(`${url}/v1/events`, {
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents-batch+json' },
          body: JSON.stringify(batch.map((each) => each.body)),
        });
        const answer = (await response.json()) as { results: { id: string; status: string }[] };
        if (response.status === 202) {
          for (const { id, status } of answer.results) {
            expect(['accepted', 'duplicate']).toContain(status);
            acked.add(id);
          }
          return;
        }
      }
    } catch {
      // Killed under our hands: nothing of this batch is acknowledged.
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

test(
  '10,000 events, 20 kills: nothing acknowledged is missing, nobody is left without owner and date',
  { timeout: 300_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'onward-crash-'));
    const acked = new Set<string>();
    const batches = workload();
    let next = 0;
    let server: Server | undefined = await startServer(directory);
    const chains = Array.from({ length: senders }, async (_, sender) => {
      // A sender takes whole groups of journeys, so that the events of one stay in order.
      for (let group = sender; group * kinds.length < batches.length; group += senders) {
        for (const batch of batches.slice(group * kinds.length, (group + 1) * kinds.length)) {
          await send(() => server, batch, acked);
          next++;
        }
      }
    });
    let killed = 0;
    for (; killed < kills; killed++) {
      // At random, but so that work is still left for the last one.
      const goal = Math.min(
        batches.length - 2,
        Math.floor(((killed + Math.random()) / kills) * batches.length),
      );
      while (next < goal)
        await new Promise((resolve) => {
          setTimeout(resolve, 1);
        });
      await new Promise((resolve) => {
        setTimeout(resolve, Math.random() * 30);
      });
      const dying = server;
      server = undefined;
      await dying.kill();
      server = await startServer(directory);
    }
    await Promise.all(chains);
    expect(await server.stop()).toBe(0);
    expect(acked.size).toBe(journeys * kinds.length);
    await inspect(directory, acked);
    await rm(directory, { recursive: true, force: true });
    process.stdout.write(`killed ${killed} times, ${acked.size} events acknowledged, 0 missing\n`);
  },
);

async function inspect(directory: string, acked: ReadonlySet<string>): Promise<void> {
  const database = await startEmbedded({ directory });
  const { store, reads } = await openStore({ connection: database.connection });
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    const ids = await client.query<{ id: string; times: string }>(
      `select event_id as id, count(*) as times from onward_0.journal where source = 'sys' group by 1`,
    );
    const journal = new Map(ids.rows.map((row) => [row.id, Number(row.times)]));
    expect([...acked].filter((id) => journal.get(id) !== 1)).toEqual([]);
    const unowned = await client.query(
      `select 1 from onward_0.journeys where status = 'open' and (next_owner is null or next_due is null)`,
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
