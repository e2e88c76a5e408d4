/** Finding journeys by ids, and the questions that people keep. */
import { afterEach, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { consoleOf } from '../console.ts';
import type { Console, Told } from '../console.ts';
import { event, ref, Stage } from '../stage.ts';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function set(cells = 1): Promise<{ readonly stage: Stage; readonly console: Console }> {
  const stage = await Stage.set({ program: zoo, cells });
  stages.push(stage);
  // As the edge does: a text is hashed before anything else sees it.
  return { stage, console: consoleOf(stage, { findRefs: async (text) => [ref(text)] }) };
}

interface Found {
  readonly journeys: readonly Told[];
}

test('a journey is found by its id, by an obligation, and by whom it is about', async () => {
  const { stage, console } = await set(2);
  const [begun] = await stage.send(event('started', 'MRN 7', { data: { urgent: false } }));
  const side = await stage.send(event('early', 'MRN 7'));
  await stage.send(event('started', 'MRN 8', { data: { urgent: false } }));
  const journey = begun?.journeys[0] ?? '';
  const find = async (text: string): Promise<readonly unknown[]> => {
    const { journeys } = await console.get<Found>('/v1/search', { text });
    return journeys.map(({ id }) => id);
  };
  expect(await find(journey)).toEqual([journey]);
  const { obligations } = await console.get<{ obligations: readonly { readonly id: string }[] }>(
    `/v1/journeys/${journey}`,
  );
  expect(await find(obligations[0]?.id ?? '')).toEqual([journey]);
  const theirs = new Set([journey, ...side.flatMap(({ journeys }) => journeys)]);
  expect(theirs.size).toBe(2);
  expect(new Set(await find('MRN 7'))).toEqual(theirs);
  // What is open stands first.
  await stage.send(event('left', 'MRN 7'));
  const [first, last] = await find(' MRN 7 ');
  expect(last).toBe(journey);
  expect(first).not.toBe(journey);
  expect(await find('nobody')).toEqual([]);
  expect((await console.ask('/v1/search', { text: '' })).status).toBe(422);
});

test('questions are kept for oneself, a team or everybody, who may remove them', async () => {
  const { console } = await set();
  const save = (actor: string, scope: string, team?: string) =>
    console.ask('/v1/views', {
      ...{ actor, scope, name: `view-of-${actor}`, screen: 'queue', query: 'state=overdue' },
      ...(team === undefined ? {} : { team }),
    });
  const mine = await save('p-1', 'mine');
  const team = await save('p-1', 'team', 'night');
  const all = await save('p-4', 'program');
  expect([mine, team, all].map(({ status }) => status)).toEqual([201, 201, 201]);
  const ids = [mine, team, all].map(({ told }) => told['id']);
  const seenBy = async (actor: string): Promise<readonly unknown[]> => {
    const { views } = await console.get<{ views: readonly Told[] }>(`/v1/views?actor=${actor}`);
    return views.map(({ id }) => id);
  };
  expect(await seenBy('p-1')).toEqual([ids[0], ids[2]]);
  expect(await seenBy('p-3')).toEqual([ids[1], ids[2]]);
  const remove = async (id: unknown, actor: string): Promise<number> =>
    (await console.ask(`/v1/views/${String(id)}/remove`, { actor })).status;
  // Nobody learns that somebody else has a view of their own.
  expect(await remove(ids[0], 'p-3')).toBe(404);
  expect(await remove(ids[2], 'p-3')).toBe(403);
  expect(await remove(ids[1], 'p-3')).toBe(204);
  expect(await remove(ids[1], 'p-3')).toBe(404);
  expect(await remove(ids[0], 'p-1')).toBe(204);
  expect(await seenBy('p-1')).toEqual([ids[2]]);
  expect((await save('p-1', 'team')).status).toBe(422);
  expect((await save('p-1', 'team', 'nowhere')).status).toBe(422);
  expect((await save('nobody', 'mine')).status).toBe(422);
  const words = { actor: 'p-1', scope: 'mine', name: 'x', screen: 'queue', query: 'Ada Lovelace' };
  expect((await console.ask('/v1/views', words)).status).toBe(422);
});
