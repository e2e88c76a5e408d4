/** What the database says afterwards, beside what was acknowledged and what the provider did. */
import { expect } from 'vitest';
import type pg from 'pg';
import { audit } from '../../src/runtime/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Connection, Examined, Reads } from '../../src/store/index.ts';
import type { Provider } from './provider.ts';
import { deedsEach } from './load.ts';

/** Every acknowledged event stands in the journal exactly once, and nothing else does. */
export async function expectTaken(client: pg.Client, acked: ReadonlySet<string>): Promise<void> {
  const { rows } = await client.query<{ id: string; times: string }>(
    `select event_id as id, count(*) as times from onward_0.journal where ` +
      `source = 'sys' group by 1`,
  );
  const journal = new Map(rows.map((row) => [row.id, Number(row.times)]));
  expect([...acked].filter((id) => !journal.has(id))).toEqual([]);
  expect([...journal].filter(([, times]) => times !== 1)).toEqual([]);
  expect([...journal.keys()].filter((id) => !acked.has(id))).toEqual([]);
}

/** Each journey's orders were carried out, each once. */
export function expectDone(provider: Provider, journeys: number): void {
  const wrong = [...provider.deeds].filter(([deed, times]) => {
    return times !== deedsEach[deed.slice(deed.indexOf('/') + 1) as keyof typeof deedsEach];
  });
  expect(wrong).toEqual([]);
  expect(provider.deeds.size).toBe(journeys * Object.keys(deedsEach).length);
}

/** Chains are unbroken, states are the folds of their journals, and the doctor finds nothing. */
export async function expectSound(connection: Connection, journeys: number): Promise<void> {
  const { store, reads, examine } = await openStore({ connection });
  try {
    expect(broken(await examine(Date.now()))).toEqual([]);
    expect(await auditAll(reads)).toBe(journeys);
  } finally {
    await store.close();
  }
}

/** The properties that do not hold, each with how many rows. */
export function broken(examined: readonly Examined[]): readonly string[] {
  return examined.flatMap(({ property, rows }) => (rows === 0 ? [] : [`${property}: ${rows}`]));
}

async function auditAll(reads: Reads): Promise<number> {
  let seen = 0;
  for (let after = 0; ;) {
    const page = await reads.journeys({}, { after, limit: 200 });
    const last = page.at(-1);
    if (last === undefined) return seen;
    after = last.id;
    for (const { id, program, state } of page) {
      const journal = await reads.journal(id, { after: 0, limit: 1_000 });
      expect(audit({ id, program, state, journal })).toBeUndefined();
      seen++;
    }
  }
}

/** Orders that have not left yet. */
export async function waitingOrders(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ left: string }>(
    `select count(*) as left from onward_0.outbox`,
  );
  return Number(rows[0]?.left);
}
