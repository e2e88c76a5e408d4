/** Clocks on the real engine: the timer fires at the instant, and what is stored is the fold. */
import { afterEach, expect, test } from 'vitest';
import { measured } from '../../src/core/step/clocks.fixture.ts';
import { recallInput, step } from '../../src/core/index.ts';
import type { State } from '../../src/core/index.ts';
import { begin, event, Stage } from '../stage.ts';

const hour = 3_600_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function started() {
  const stage = await Stage.set({ program: measured });
  stages.push(stage);
  const [result] = await stage.send(event('started', 'a patient'));
  return { stage, journey: result?.journeys[0] ?? '' };
}

async function told(stage: Stage, journey: string) {
  const entries = (await stage.journal(journey)).flatMap(({ body }) => body.entries);
  return entries.flatMap((entry) => {
    return entry.kind === 'clock' && entry.clock === 'ours' ? [[entry.how, entry.at]] : [];
  });
}

async function isWell(stage: Stage): Promise<void> {
  const examined = await stage.open.examine(stage.now);
  expect(examined.filter(({ rows }) => rows > 0)).toEqual([]);
}

test('the timer fires as the target is reached, and the owner is told once', async () => {
  const { stage, journey } = await started();
  await stage.send(event('paid', 'a patient'));
  await stage.wait(hour);
  await stage.send(event('formed', 'a patient'));
  const from = begin + hour;
  const due = from + 48 * hour;
  await stage.wait(47 * hour);
  expect(await told(stage, journey)).toEqual([
    ['started', begin],
    ['paused', begin],
    ['resumed', from],
  ]);
  expect(await stage.engine.nextDue()).toBeLessThanOrEqual(due);
  await isWell(stage);
  await stage.wait(hour);
  expect((await told(stage, journey)).at(-1)).toEqual(['breached', due]);
  const { obligations } = await stage.state(journey);
  expect(obligations).toContainEqual(
    expect.objectContaining({ kind: 'exception', name: 'ours:target-passed', owner: 'desk' }),
  );
  await isWell(stage);
  await stage.wait(100 * hour);
  expect(await told(stage, journey)).toHaveLength(4);
  await isWell(stage);
});

test('a machine that slept says when it was passed; the journal folds to the clocks', async () => {
  const { stage, journey } = await started();
  await stage.send(event('paid', 'a patient'));
  await stage.send(event('formed', 'a patient'));
  stage.jump(300 * hour);
  await stage.engine.idle();
  expect((await told(stage, journey)).at(-1)).toEqual(['breached', begin + 48 * hour]);
  await stage.send(event('arrived', 'a patient'));
  const stored = await stage.state(journey);
  expect(stored).toMatchObject({ status: 'ended', clocks: { runs: { ours: { at: stage.now } } } });
  let state: State | null = null;
  for (const { at, type, source, eventId, occurredAt, body } of await stage.journal(journey)) {
    const input = recallInput(body.input, { type, source, eventId, occurredAt });
    const result = step(measured, state, input, at);
    if (result.kind === 'stepped') ({ state } = result);
  }
  expect(state).toEqual(stored);
  await isWell(stage);
});
