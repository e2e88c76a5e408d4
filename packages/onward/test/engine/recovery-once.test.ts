/**
 * Every act is done once, though the process dies between the act and the note of it: another takes
 * the run over and does what was begun once more.
 */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { RetryError } from '../../src/core/index.ts';
import { createIdentity, startRecovery } from '../../src/runtime/index.ts';
import type { Recovery, RecoveryAct } from '../../src/runtime/index.ts';
import type { RecoveryStore } from '../../src/store/index.ts';
import { event, ref, Stage } from '../stage.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function recovering(stage: Stage, recovery: RecoveryStore, sole = false): Promise<Recovery> {
  const { store, reads } = stage.open;
  const clock = { now: () => stage.now };
  const fence = (): ReturnType<typeof stage.open.fence> => stage.open.fence();
  const { engine } = stage;
  const started = await startRecovery({
    store,
    reads,
    recovery,
    engine,
    identity: createIdentity({ store, reads, engine, fence, clock }),
    outlet: { idempotent: () => true },
    fence,
    clock,
    wall: { now: () => Date.now() },
    sole,
    patienceMs: 10_000,
  });
  closing.push(() => started.stop());
  return started;
}

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

interface Way {
  readonly act: RecoveryAct;
  readonly given: object;
  readonly cause: string;
  /** How often the journal of the person says that it was done. */
  readonly type: string;
}

const note = 'sys.note:rejected';
const nowhere = 'ONW-SUBJECT-UNKNOWN';
const ways: readonly Way[] = [
  { act: 'retry', given: {}, cause: note, type: 'retry' },
  { act: 'skip', given: { reason: 'seen' }, cause: note, type: 'skip' },
  { act: 're-route', given: { owner: 'desk' }, cause: note, type: 'assign' },
  { act: 'override', given: { to: 'held', reason: 'seen' }, cause: note, type: 'override' },
  { act: 'migrate', given: {}, cause: nowhere, type: 'sys.moved' },
];

test.for(ways)('$act is done once', async ({ act, given, cause: name, type }) => {
  let isRefused = true;
  const done = new Map<string, number>();
  const stage = await Stage.set({
    program: zoo,
    send: ({ effect, key }) => {
      if (effect.kind === 'command' && isRefused) return { kind: 'rejected', data: {} };
      done.set(key, (done.get(key) ?? 0) + 1);
      return { kind: 'done', data: {} };
    },
  });
  closing.push(() => stage.leave());
  const journeys: string[] = [];
  for (const person of ['ada', 'ben', 'cyd']) {
    const [begun] = await stage.send(event('started', person, { data: { urgent: false } }));
    journeys.push(begun?.journeys[0] ?? '');
    await stage.send(event('arrived', person));
  }
  const refs = [{ name: 'patient', ref: ref('a card'), of: 'subject' }] as const;
  await stage.send(event('moved', 'x', { refs, data: { start: stage.now } }));
  await stage.engine.idle();
  isRefused = false;

  const store = dying(stage.open.recovery);
  const first = await recovering(stage, store);
  const cause = (await first.causes()).find((each) => each.name === name);
  const journey = act === 'migrate' ? { journey: journeys[0] ?? '' } : {};
  const ask = { cause: cause?.id ?? '', act, with: { ...given, ...journey } };
  const { token, id, counts } = await first.preview(ask);
  const many = counts.waiting ?? 0;
  expect(many).toBe(act === 'migrate' ? 1 : 3);
  await first.run({ token, actor: 'p-1' });
  await store.died;
  await first.stop();
  expect((await stage.open.recovery.run(id))?.counts).toEqual({ acting: many });

  await recovering(stage, stage.open.recovery, true);
  const look = async () => stage.open.recovery.run(id);
  await expect.poll(async () => (await look())?.endedAt, { timeout: 20_000 }).toBeDefined();
  expect((await look())?.counts).toEqual({ verified: many });
  await stage.engine.idle();
  const types = await Promise.all(
    journeys.map(async (each) => {
      return (await stage.journal(each)).filter((row) => row.type === type).length;
    }),
  );
  expect(types).toEqual(act === 'migrate' ? [1, 0, 0] : [1, 1, 1]);
  expect([...done.values()].every((times) => times === 1)).toBe(true);
});
