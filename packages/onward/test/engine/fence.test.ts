/** What leaves while a fence is up, and after it is down. */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import type { Sent } from '../../src/runtime/index.ts';
import { sql } from '../sql.ts';
import { begin, event, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const hour = 3_600_000;
const stages: Stage[] = [];

afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function stageOn(schema?: string, more: Partial<StageOptions> = {}): Promise<Stage> {
  const where = schema === undefined ? {} : { schema };
  const stage = await Stage.set({ program: zoo, ...where, ...more });
  stages.push(stage);
  return stage;
}

const away = (): Sent => ({ kind: 'retry', code: 'ONW-OUT-OPEN', afterMs: hour });

/** A journey whose order waits in the backup, which then stands in another cluster. */
async function restored(): Promise<{ schema: string; journey: string }> {
  const stage = await stageOn(undefined, { send: away });
  const [begun] = await stage.send(event('started', 'tom'));
  const journey = begun?.journeys[0] ?? '';
  const control = { kind: 'control', control: 'override', actor: 'p-1' } as const;
  await stage.engine.control({ journey, control: { ...control, to: 'order', reason: 'asked' } });
  await stage.engine.idle();
  expect(stage.orders.map(({ effect }) => effect.kind)).toEqual(['command']);
  stages.splice(stages.indexOf(stage), 1);
  await stage.leave();
  await sql(`update ${stage.schema}.installation set system_identifier = '1'`);
  return { schema: stage.schema, journey };
}

async function release(stage: Stage, nothingLost: boolean): Promise<void> {
  await stage.open.release({ at: stage.now, by: 'p-1', reason: 'looked at', nothingLost });
  // As a running process hears of it: with its next beat.
  await expect.poll(() => stage.engine.counters()['fenced'], { timeout: 20_000 }).toBe(0);
  await stage.engine.idle();
}

test('a system without keys is not asked again: the outcome is unknown, and a task', async () => {
  const { schema, journey } = await restored();
  const stage = await stageOn(schema, { idempotent: false, engine: { sole: true } });
  await stage.wait(2 * hour);
  expect(stage.orders).toEqual([]);
  expect(stage.engine.counters()).toMatchObject({ fenced: 1 });
  await release(stage, false);
  expect(stage.orders).toEqual([]);
  const { places, obligations } = await stage.state(journey);
  expect(places[0]?.step).toBe('chase');
  expect(obligations[0]).toMatchObject({ kind: 'task', owner: 'desk' });
});

test('a system with keys is asked again under the old one', async () => {
  const { schema, journey } = await restored();
  const stage = await stageOn(schema, { engine: { sole: true } });
  await stage.wait(2 * hour);
  await release(stage, false);
  const [order, message] = stage.orders;
  expect(order).toMatchObject({ key: `${journey}.2.0`, uncertain: true });
  // What follows may have followed in what was lost.
  expect(message).toBeUndefined();
});

test('where nothing was lost everything is sent', async () => {
  const { schema, journey } = await restored();
  const stage = await stageOn(schema, { idempotent: false, engine: { sole: true } });
  await stage.wait(2 * hour);
  await release(stage, true);
  expect(stage.orders.map(({ key, effect }) => [effect.kind, key])).toEqual([
    ['command', `${journey}.2.0`],
    ['message', `${journey}.3.0`],
  ]);
});

test('look-ups leave while the fence is up; what they lead to waits', async () => {
  const { schema } = await restored();
  const stage = await stageOn(schema, { engine: { sole: true } });
  const [begun] = await stage.send(event('started', 'ann', { occurredAt: begin + 1 }));
  await stage.wait(25 * hour);
  expect(stage.orders.map(({ effect }) => effect.kind)).toEqual(['look-up']);
  expect(stage.orders[0]?.key).toBe(`${begun?.journeys[0]}.2.0.e1`);
});
