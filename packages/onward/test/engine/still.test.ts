/** A loop of the engine that hangs: its process is known by it, whatever others do. */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { begin, Stage } from '../stage.ts';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

test('deadlines that hang are told, and nothing else is', async () => {
  const wall = { time: begin };
  const hangs = { isOn: false };
  const stage = await Stage.set({
    program: zoo,
    engine: {
      wall: {
        now: () => {
          return wall.time;
        },
      },
    },
  });
  stages.push(stage);
  const { store } = stage.open;
  const dueTimers = store.dueTimers.bind(store);
  Object.assign(store, {
    dueTimers: (...asked: Parameters<typeof dueTimers>) =>
      hangs.isOn ? new Promise(() => undefined) : dueTimers(...asked),
  });
  expect(stage.engine.still()).toEqual([]);
  hangs.isOn = true;
  await new Promise((resolve) => {
    setTimeout(resolve, 600);
  });
  wall.time += 130_000;
  await expect.poll(() => stage.engine.still(), { timeout: 40_000 }).toEqual(['deadlines']);
}, 60_000);
