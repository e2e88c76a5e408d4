/** One act on many: nothing is called done that does not stand in its journey, nor done twice. */
import { afterEach, expect, test } from 'vitest';
import { RetryError } from '../../src/core/index.ts';
import { holdable } from '../../src/core/step/hold.fixture.ts';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { createIdentity, recordPage, startRecovery } from '../../src/runtime/index.ts';
import type { Recovery } from '../../src/runtime/index.ts';
import type { RecoveryStore } from '../../src/store/index.ts';
import { consoleOf } from '../console.ts';
import type { Console, Told } from '../console.ts';
import { begin, event, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const hour = 3_600_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function recovering(stage: Stage, recovery: RecoveryStore, sole = false): Promise<Recovery> {
  const { store, reads, fence } = stage.open;
  const { engine } = stage;
  const clock = { now: () => stage.now };
  const started = await startRecovery({
    ...{ store, reads, recovery, engine, fence, clock, sole },
    identity: createIdentity({ store, reads, engine, fence, clock }),
    outlet: { idempotent: () => true },
    wall: { now: () => Date.now() },
    patienceMs: 10_000,
  });
  closing.push(() => started.stop());
  return started;
}

interface Ground {
  readonly stage: Stage;
  readonly console: Console;
}

async function set(options: Partial<StageOptions> = {}): Promise<Ground> {
  const stage = await Stage.set({ program: holdable, ...options });
  closing.push(() => stage.leave());
  const recovery = await recovering(stage, stage.open.recovery);
  return { stage, console: consoleOf(stage, { recovery }) };
}

async function calling(stage: Stage, count: number): Promise<readonly string[]> {
  const events = Array.from({ length: count }, (_, at) =>
    event('calling', `calling ${at}`, { type: 'web.calling', source: 'web' }),
  );
  return (await stage.send(...events)).map(({ journeys }) => journeys[0] ?? '');
}

interface Preview {
  readonly token: string;
  readonly eligible: number;
  readonly more: boolean;
  readonly notEligible: readonly Told[];
  readonly would: readonly Told[];
  readonly run: { readonly id: string };
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

const preview = (console: Console, select: object, act: object): Promise<Preview> =>
  console.get<Preview>('/v1/bulk/preview', { select, act });

async function ran(console: Console, { token }: Preview): Promise<Run> {
  const { id } = await console.get<Run>('/v1/bulk/runs', { token, actor: 'p-1' });
  const look = () => console.get<Run>(`/v1/bulk/runs/${id}`);
  await expect.poll(async () => (await look()).state, { timeout: 40_000 }).toBe('ended');
  return look();
}

async function itemsOf(console: Console, { id }: Run, status: string): Promise<readonly Told[]> {
  const path = `/v1/bulk/runs/${id}/items?limit=200&status=${status}`;
  return (await console.get<{ readonly items: readonly Told[] }>(path)).items;
}

/** How often each journey says that somebody has done it. */
async function deeds(stage: Stage, journeys: readonly string[], type: string): Promise<number[]> {
  const all = await Promise.all(journeys.map((each) => stage.journal(each)));
  return all.map((rows) => rows.filter((row) => row.type === type).length);
}

test('of 500, of which 7 are done by others meanwhile, 493 are verified and 7 failed', async () => {
  const { stage, console } = await set();
  const journeys = await calling(stage, 500);
  const filter = { owner: 'desk', step: 'call' };
  const seen = await preview(console, { filter }, { kind: 'act', action: 'done' });
  expect(seen).toMatchObject({ eligible: 500, more: false, notEligible: [] });
  expect(seen.would).toEqual([{ step: 'over', count: 500 }]);
  const others = journeys.filter((_, at) => at % 72 === 5);
  expect(others).toHaveLength(7);
  for (const journey of others) await stage.act(journey, 'done');

  const started = await console.get<Run>('/v1/bulk/runs', { token: seen.token, actor: 'p-1' });
  expect(started.counts).toMatchObject({ verified: 0, failed: 0 });
  const run = await ran(console, seen);
  expect(run.counts).toEqual({
    ...{ 'not-eligible': 0, waiting: 0, acting: 0, unverified: 0 },
    ...{ verified: 493, failed: 7 },
  });
  const failed = await itemsOf(console, run, 'failed');
  expect(new Set(failed.map(({ journey }) => journey))).toEqual(new Set(others));
  for (const { code, why } of failed) {
    expect(code).toBe('ONW-OBLIGATION-CLOSED');
    expect(why).toMatch(/no longer open/);
  }
  expect(await itemsOf(console, run, 'verified')).toHaveLength(200);
  expect(await deeds(stage, journeys, 'act')).toEqual(journeys.map(() => 1));
  const bulk = await recordPage(stage.open.figures, { what: 'bulk' }, { limit: 10 });
  expect(bulk.map(({ what, actor }) => [what, actor])).toEqual([['bulk', 'p-1']]);
  const recovered = await recordPage(stage.open.figures, { what: 'recovery' }, { limit: 10 });
  expect(recovered).toEqual([]);
});

/** What has begun is noted, and then nothing more: as if the process had died behind the act. */
function dying(recovery: RecoveryStore): RecoveryStore & { readonly died: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    ...recovery,
    died: promise,
    mark: async (run, worker, marks) => {
      if (marks.every(({ status }) => status === 'acting'))
        return recovery.mark(run, worker, marks);
      resolve();
      throw new RetryError('ONW-STORE-UNAVAILABLE', 'The database does not answer.');
    },
  };
}

const acts = [
  { act: { kind: 'act', action: 'done' }, type: 'act' },
  { act: { kind: 'assign', owner: 'lead' }, type: 'assign' },
  { act: { kind: 'park', owner: 'lead', reason: 'abroad', reviewEvery: '2d' }, type: 'park' },
];

test.for(acts)(
  '$act.kind is done once though the process dies behind it',
  async ({ act, type }) => {
    const stage = await Stage.set({ program: holdable });
    closing.push(() => stage.leave());
    const journeys = await calling(stage, 3);
    const store = dying(stage.open.recovery);
    const first = await recovering(stage, store);
    const seen = await preview(consoleOf(stage, { recovery: first }), { filter: {} }, act);
    await first.run({ token: seen.token, actor: 'p-1' });
    await store.died;
    await first.stop();
    const console = consoleOf(stage, {
      recovery: await recovering(stage, stage.open.recovery, true),
    });
    const run = await ran(console, seen);
    expect(run.counts).toMatchObject({ verified: 3, failed: 0 });
    expect(await deeds(stage, journeys, type)).toEqual([1, 1, 1]);
  },
);

test('what would come to something else by now is left alone, what cannot be is told', async () => {
  const { stage, console } = await set({ program: zoo });
  const begun = await stage.send(
    ...['ada', 'ben'].map((name) => event('started', name, { data: { urgent: false } })),
  );
  // Nobody comes: both are called, and one is due to be held the third time.
  await stage.wait(40 * hour);
  const [ada = '', ben = ''] = begun.map(({ journeys }) => journeys[0] ?? '');
  const noAnswer = { kind: 'act', action: 'no-answer' };
  const seen = await preview(console, { filter: { step: 'chase' } }, noAnswer);
  expect(seen.would).toEqual([{ step: 'chase', count: 2 }]);
  await stage.act(ada, 'no-answer');
  const run = await ran(console, seen);
  expect(run.counts).toMatchObject({ verified: 1, failed: 1 });
  const [failed] = await itemsOf(console, run, 'failed');
  expect(failed).toMatchObject({ journey: ada, code: 'ONW-OBLIGATION-CLOSED' });

  const found = { kind: 'act', action: 'found', data: { start: new Date(begin).toISOString() } };
  const withData = await preview(console, { filter: { step: 'chase' } }, found);
  expect(withData).toMatchObject({ eligible: 2, would: [{ step: 'arrival', count: 2 }] });
  const bad = { select: { filter: { step: 'chase' } }, act: { ...found, data: { start: 'soon' } } };
  expect(await console.ask('/v1/bulk/preview', bad)).toMatchObject({
    status: 422,
    told: { error: { code: 'ONW-ACTION-DATA' } },
  });
  const flee = await preview(
    console,
    { filter: { step: 'chase' } },
    { kind: 'act', action: 'flee' },
  );
  expect(flee).toMatchObject({ eligible: 0 });
  expect(flee.notEligible.map(({ code }) => code)).toEqual([
    'ONW-ACTION-UNKNOWN',
    'ONW-ACTION-UNKNOWN',
  ]);
  const gone = await preview(console, { ids: [`obl_${ben.slice(4)}-1-0`] }, noAnswer);
  expect(gone.notEligible).toMatchObject([{ journey: ben, code: 'ONW-OBLIGATION-CLOSED' }]);
  const none = { select: { filter: { step: 'nowhere' } }, act: noAnswer };
  expect(await console.ask('/v1/bulk/preview', none)).toMatchObject({
    status: 422,
    told: { error: { code: 'ONW-BULK-NONE' } },
  });
  expect((await console.ask('/v1/bulk/runs/rcv_vvv')).status).toBe(404);
  expect((await console.ask('/v1/bulk/runs', { token: 'x', actor: 'p-1' })).status).toBe(409);
});
