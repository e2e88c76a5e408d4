/**
 * R2: where a repeat could act twice, a machine that ends anywhere around a send leaves an outcome
 * that is found out or becomes somebody's task; nothing is sent again on a guess. And a clock that
 * jumps makes nobody send twice.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseJourneyId } from '../../src/core/index.ts';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import type { Order, Sent } from '../../src/runtime/index.ts';
import { begin, event } from '../stage.ts';
import { figure, goal, patience, pause, until } from './figures.ts';
import { Machine, points } from './machine.ts';
import type { MachineOptions, Point } from './machine.ts';
import { Postgres } from './postgres.ts';

const minute = 60_000;
const hour = 60 * minute;
const rounds = goal({ short: 1, full: 10 });
const journeysEach = 40;

let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start({ max_connections: '200' });
});
afterAll(async () => {
  await postgres.stop();
});

/** What a provider without keys did, by order. */
class Deeds {
  readonly times = new Map<string, number>();

  async do({ effect, key }: Order): Promise<Sent> {
    // What a journey goes on to tell its patient is not what is counted here.
    if (effect.kind !== 'command') return { kind: 'done', data: {} };
    this.times.set(key, (this.times.get(key) ?? 0) + 1);
    await pause(Math.random() * 20);
    return { kind: 'done', data: {} };
  }

  get twice(): number {
    return [...this.times.values()].filter((times) => times > 1).length;
  }
}

let schemas = 0;
function ground(deeds: Deeds, idempotent: boolean): MachineOptions & { clock: { time: number } } {
  const schema = `ground${++schemas}`;
  const clock = { time: begin };
  return { postgres, schema, program: zoo, clock, idempotent, send: (each) => deeds.do(each) };
}

/** Begins journeys that order something at once. */
async function order(machine: Machine, names: readonly string[]): Promise<readonly string[]> {
  const begun = await machine.engine.events(names.map((name) => event('started', name)));
  const journeys = begun.map((result) => result.journeys[0] ?? '');
  const control = {
    kind: 'control',
    control: 'override',
    actor: 'p-1',
    to: 'order',
    reason: 'asked',
  } as const;
  for (const journey of journeys) void machine.engine.control({ journey, control }).catch(() => 0);
  return journeys;
}

async function standing(machine: Machine, journey: string) {
  const view = await machine.open.reads.journey(parseJourneyId(journey) ?? -1);
  return view?.state;
}

async function endAt(point: Point, seen: { sent: number; tasks: number }): Promise<void> {
  const deeds = new Deeds();
  const where = ground(deeds, false);
  const first = await Machine.start(where, point);
  const journeys = await order(
    first,
    Array.from({ length: journeysEach }, (_, index) => `${point}-${index}`),
  );
  await first.gone;
  where.clock.time = begin + 25_000;
  const heir = await Machine.start(where);
  await heir.engine.idle();
  for (const journey of journeys) {
    const state = await until(async () => {
      const found = await standing(heir, journey);
      return found?.places[0]?.step === 'order' ? undefined : found;
    });
    const step = state.places[0]?.step ?? '';
    // Asked for and done; or never asked for, since the machine ended before; or a task.
    if (step === 'tell') seen.sent++;
    expect(['arrival', 'tell', 'chase']).toContain(step);
    if (step !== 'chase') continue;
    seen.tasks++;
    const [task] = state.obligations;
    expect(task).toMatchObject({ kind: 'task', owner: 'desk' });
    expect((task?.since ?? Infinity) - begin).toBeLessThanOrEqual(5 * minute);
  }
  expect(deeds.twice).toBe(0);
  await heir.leave();
}

test(
  'a machine that ends around a send: no blind repeat, every unknown is a task',
  patience,
  async () => {
    const tell = figure({
      promise: 'R2',
      fault: 'end of the machine at 6 points around a send, to a system without keys',
      goal: '0 blind repeats, each unknown a task within 5 min',
    });
    const seen = { sent: 0, tasks: 0 };
    for (let round = 0; round < rounds; round++) {
      for (const point of points) await endAt(point, seen);
    }
    expect(seen.tasks).toBeGreaterThan(0);
    await tell(
      `${rounds * points.length} ends, ${rounds * points.length * journeysEach} ` +
        `journeys: 0 sent twice, ` +
        `${seen.sent} known to be sent, ${seen.tasks} unknown, each a task with an ` +
        `owner within 25 s of the simulated clock`,
    );
  },
);

test.each([true, false])(
  'clocks jump by an hour, keys honoured: %s',
  patience,
  async (idempotent) => {
    const tell = figure({
      promise: 'R2',
      fault:
        `clocks of two engines jump by ±1 h under load, ` +
        `${idempotent ? 'with' : 'without'} keys`,
      goal: '0 lost, 0 done twice',
    });
    const deeds = new Deeds();
    const where = ground(deeds, idempotent);
    const machines = [await Machine.start(where), await Machine.start(where)];
    const count = goal({ short: 5, full: 40 });
    const journeys: string[] = [];
    for (let jump = 0; jump < count; jump++) {
      const names = Array.from({ length: 40 }, (_, index) => `jump-${idempotent}-${jump}-${index}`);
      for (const [index, machine] of machines.entries()) {
        const mine = names.filter((_, each) => each % machines.length === index);
        journeys.push(...(await order(machine, mine)));
      }
      where.clock.time += jump % 2 === 0 ? hour : -hour;
      // So that each has beaten in the time it now takes it to be.
      if (jump % 5 === 4) await pause(5_500);
    }
    where.clock.time = begin + 2 * hour;
    const [one] = machines;
    let tasks = 0;
    for (const journey of journeys) {
      const state = await until(async () => {
        const found = one && (await standing(one, journey));
        return found === undefined || found.places[0]?.step === 'order' ? undefined : found;
      });
      if (state.places[0]?.step === 'chase') tasks++;
    }
    const calls = [...deeds.times.values()].reduce((sum, times) => sum + times, 0);
    if (!idempotent) expect(deeds.twice).toBe(0);
    expect(deeds.times.size).toBe(journeys.length);
    for (const machine of machines) await machine.leave();
    const repeated = calls - deeds.times.size;
    await tell(
      `${count} jumps, ${journeys.length} orders, ${repeated} calls repeated` +
        `${idempotent ? ' under their key' : ''}, 0 lost; ${tasks} unknown, each a task`,
    );
  },
);
