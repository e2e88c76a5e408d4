/** The store's contract for people: who is locked, what is read, and what becomes of a message. */
import { afterEach, expect, inject, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import type { Completion, MessageRow, PersonRow } from '../../src/store/index.ts';
import type { State } from '../../src/core/index.ts';
import { people } from '../people.ts';
import { Stage } from '../stage.ts';

const now = Date.UTC(2026, 10, 20, 9);
const day = 86_400_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function set(): Promise<Stage> {
  const stage = await Stage.set({ program: people(['care']) });
  stages.push(stage);
  return stage;
}

const ann = 1_024;
const words = 'a'.repeat(32);

function message(seq: number, change: Partial<MessageRow> = {}): MessageRow {
  const order = { journey: 2_048, seq, index: 0, subject: ann };
  const text = { system: 'sys', template: 'welcome', purpose: 'care', channel: 'sms' };
  const times = { askedAt: now, at: now };
  return { ...order, ...text, matter: `m${seq}`, words, fate: 'sent', ...times, ...change };
}

const nothing = {
  ...{
    created: [],
    changed: [],
    journal: [],
    inbox: [],
    outbox: [],
    arm: [],
    disarm: [],
    refs: [],
  },
  ...{ unmatched: [], placed: [], restored: [], consents: [], receipts: [] },
};
const empty = { ...nothing, now, worker: 1, batch: 4_096, before: new Map<number, State>() };

function ended(seq: number, outcome: Completion['outcome'] = 'rejected'): Completion {
  const is = { kind: 'message', index: 0, system: 'sys', template: 'welcome', step: '' } as const;
  const effect = { ...is, channel: 'sms', passing: true };
  return { row: { batch: 9, place: seq, journey: 2_048, seq, effect }, outcome };
}

async function attend(
  { open }: Pick<Stage, 'open'>,
  rows: readonly MessageRow[],
  since = now - 8 * day,
): Promise<readonly PersonRow[]> {
  let seen: readonly PersonRow[] = [];
  await open.store.attend(0, { subjects: [ann], journeys: [], since }, async (found) => {
    seen = found;
    return rows;
  });
  return seen;
}

test('two processes weigh one person’s messages one after the other', async () => {
  const stage = await set();
  const other = await openStore({ connection: inject('database'), schema: stage.schema });
  const seen: number[] = [];
  const weigh = (seq: number) => async (found: readonly PersonRow[]) => {
    seen.push(found[0]?.sent.length ?? -1);
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
    return [message(seq)];
  };
  const wanted = { subjects: [ann], journeys: [], since: now - day };
  await Promise.all(
    [1, 2, 3, 4].map((seq) =>
      (seq % 2 === 0 ? stage.open : other).store.attend(0, wanted, weigh(seq)),
    ),
  );
  // Each has seen what all before it have decided.
  expect(seen).toEqual([0, 1, 2, 3]);
  await other.store.close();
});

test('what was decided is decided anew, and when it was asked for stays', async () => {
  const stage = await set();
  const deferred = { fate: 'deferred', rule: 'cap-day', until: now + day } as const;
  await attend(stage, [message(1, { ...deferred, other: '20.1.0', expires: now + 2 * day })]);
  expect(await stage.open.reads.messages(2_048)).toEqual([
    message(1, { ...deferred, other: '20.1.0', expires: now + 2 * day }),
  ]);
  await attend(stage, [message(1, { at: now + day, askedAt: now + day })]);
  const [row] = await stage.open.reads.messages(2_048);
  expect(row).toEqual(message(1, { at: now + day, expires: now + 2 * day }));
});

test('only what was sent since is seen; what could not be sent was not', async () => {
  const stage = await set();
  const old = message(1, { at: now - 9 * day });
  const leaving = [2, 3].map((seq) => message(seq, { fate: 'leaving' }));
  await attend(stage, [old, ...leaving, message(4, { fate: 'withheld', rule: 'consent' })]);
  expect((await attend(stage, []))[0]?.sent.map(({ seq }) => seq)).toEqual([2, 3]);
  // The outcomes are committed with what they lead to; what was withheld is not sent by its own.
  await stage.open.store.transact(0, (tx) => {
    return tx.write({ ...empty, completions: [ended(2, 'exhausted'), ended(3, 'done'), ended(4)] });
  });
  expect((await attend(stage, []))[0]?.sent.map(({ seq }) => seq)).toEqual([3]);
  const fates = (await stage.open.reads.messages(2_048)).map(({ fate }) => fate);
  expect(fates).toEqual(['sent', 'failed', 'sent', 'withheld']);
});

test('a decision that fails leaves nothing, and nobody locked', async () => {
  const stage = await set();
  const wanted = { subjects: [ann], journeys: [], since: now };
  const broken = stage.open.store.attend(0, wanted, async () => {
    throw new Error('It broke.');
  });
  await expect(broken).rejects.toThrow('It broke.');
  expect(await attend(stage, [message(1)])).toMatchObject([{ subject: ann, sent: [] }]);
});

test('a word is kept once, in the order in which words came', async () => {
  const stage = await set();
  const no = { grants: false, channel: 'sms', at: now, source: 'sys.reply.stop', id: '1' };
  const yes = { ...no, grants: true, at: now + day, source: 'person', id: '2', actor: 'p-1' };
  await stage.open.store.addConsents(0, [{ subject: ann, word: no }]);
  await stage.open.store.addConsents(0, [
    { subject: ann, word: no },
    { subject: ann, word: yes },
  ]);
  expect((await attend(stage, []))[0]?.consents).toEqual([no, yes]);
});

test('people come in pages, with what they were told', async () => {
  const stage = await set();
  await attend(stage, [message(1)]);
  const page = { which: 'any', after: 0, limit: 10, from: now } as const;
  expect(await stage.open.reads.people(page)).toEqual([
    { subject: ann, consents: [], messages: [message(1)], journeys: [] },
  ]);
  expect(await stage.open.reads.people({ ...page, after: ann })).toEqual([]);
  expect(await stage.open.reads.people({ ...page, which: 'open' })).toEqual([]);
});
