/** One journey as the console reads it: now, as it was known, and why it does not go on. */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { consoleOf } from '../console.ts';
import { begin, event, Stage } from '../stage.ts';

const hour = 3_600_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

interface Detail {
  readonly version: number;
  readonly asOf: string | null;
  readonly status: string;
  readonly endedAt: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly explain: { readonly sentence: string };
}

test('as it was known then is what it said then', async () => {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  const console = consoleOf(stage);
  const [begun] = await stage.send(event('started', 'ada', { data: { urgent: false } }));
  const journey = begun?.journeys[0] ?? '';
  const said: { readonly at: number; readonly detail: Detail }[] = [];
  const look = async (): Promise<void> => {
    const detail = await console.get<Detail>(`/v1/journeys/${journey}`);
    said.push({ at: stage.now, detail });
  };
  await look();
  await stage.wait(hour);
  await stage.send(event('moved', 'ada', { data: { start: begin + 30 * hour } }));
  await look();
  await stage.wait(40 * hour);
  await look();
  stage.jump(1_000);
  await stage.send(event('left', 'ada'));
  await look();
  await stage.wait(hour);
  expect(new Set(said.map(({ detail }) => detail.version)).size).toBe(4);
  for (const { at, detail } of said) {
    const instant = new Date(at).toISOString();
    const then = await console.get<Detail>(`/v1/journeys/${journey}?at=${instant}`);
    expect(then).toEqual({ ...detail, asOf: instant });
  }
  expect(said.map(({ detail }) => detail.status)).toEqual(['open', 'open', 'open', 'ended']);
  const before = new Date(begin - 1).toISOString();
  expect((await console.ask(`/v1/journeys/${journey}?at=${before}`)).status).toBe(404);
  expect((await console.ask(`/v1/journeys/${journey}?at=then`)).status).toBe(400);
});

test('each way on says what is met and what blocks it', async () => {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  const console = consoleOf(stage);
  const [begun] = await stage.send(event('started', 'ben', { data: { urgent: false } }));
  const path = `/v1/journeys/${begun?.journeys[0] ?? ''}/why-not`;
  const { transitions } = await console.get<{
    readonly transitions: readonly { readonly id: string; readonly state: string }[];
  }>(path);
  const blocked = transitions.filter(({ state }) => state === 'blocked').map(({ id }) => id);
  expect(blocked).toEqual(['arrival/deadline:arrival/0', 'arrival/event:sys.arrived/0']);
  expect(transitions.find(({ id }) => id === 'arrival/event:sys.arrived/0')).toMatchObject({
    to: 'both',
    met: [],
    unmet: ['urgent is true'],
  });
  expect((await console.ask('/v1/journeys/jrn_1/why-not')).status).toBe(404);
});

test('other journeys of the same person are told, and which waits for which', async () => {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  const console = consoleOf(stage);
  const [begun] = await stage.send(event('started', 'may', { data: { urgent: true } }));
  await stage.send(event('started', 'eve', { data: { urgent: true } }));
  const journey = begun?.journeys[0] ?? '';
  const path = (id: string): string => `/v1/journeys/${id}/beside`;
  expect(await console.get(path(journey))).toEqual({ journeys: [] });
  await stage.engine.control({
    journey,
    control: { kind: 'control', control: 'override', actor: 'p-1', to: 'other', reason: 'asked' },
  });
  const [side] = await stage.send(event('early', 'may'));
  const other = side?.journeys.find((id) => id !== journey) ?? '';
  expect(await console.get(path(journey))).toMatchObject({
    journeys: [{ id: other, journey: 'side', relation: 'waits-for-it', status: 'open' }],
  });
  expect(await console.get(path(other))).toMatchObject({
    journeys: [{ id: journey, relation: 'it-waits' }],
  });
  await stage.act(other, 'half');
  expect(await console.get(path(other))).toMatchObject({
    journeys: [{ id: journey, relation: 'beside', status: 'ended' }],
  });
});

test('where no system can be asked nothing is said to agree', async () => {
  const mute = Object.entries(zoo.systems).map(([name, system]) => {
    return [name, { ...system, lookUps: {} }] as const;
  });
  const stage = await Stage.set({ program: { ...zoo, systems: Object.fromEntries(mute) } });
  stages.push(stage);
  const [begun] = await stage.send(event('started', 'ada', { data: { urgent: false } }));
  const path = `/v1/journeys/${begun?.journeys[0] ?? ''}/reconcile`;
  const { status, told } = await consoleOf(stage).ask(path, { actor: 'p-1' });
  expect(status).toBe(422);
  expect(told).toMatchObject({ error: { code: 'ONW-LOOKUP-UNKNOWN' } });
});
