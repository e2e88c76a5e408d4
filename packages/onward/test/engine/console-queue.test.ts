/** The queue as the console reads it: ordered, explained, counted, and seen by others. */
import { afterEach, expect, test } from 'vitest';
import { holdable } from '../../src/core/step/hold.fixture.ts';
import { consoleOf } from '../console.ts';
import type { Console, Told } from '../console.ts';
import { event, Stage } from '../stage.ts';

const hour = 3_600_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

async function set(): Promise<{ readonly stage: Stage; readonly console: Console }> {
  const stage = await Stage.set({ program: holdable });
  stages.push(stage);
  for (const kind of ['routine', 'urgent', 'calling']) {
    const events = [1, 2].map((at) =>
      event(kind, `${kind} ${at}`, { type: `web.${kind}`, source: 'web' }),
    );
    await stage.send(...events);
  }
  return { stage, console: consoleOf(stage) };
}

interface Row extends Told {
  readonly journey: string;
  readonly journeyName: string;
  readonly due: string;
  readonly why: { readonly kind: string; readonly headStartMs: number; readonly rankAt: string };
}
interface Page {
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly counts: Told | null;
  readonly countsAt: string | null;
}

test('days count among what is due, and are refused elsewhere: nothing widens unseen', async () => {
  const { console } = await set();
  const rows = async (query: string): Promise<number> =>
    (await console.get<Page>(`/v1/queue?${query}`)).rows.length;
  expect(await rows('state=due')).toBe(6);
  expect(await rows('state=due&fromDay=0&toDay=1')).toBe(6);
  expect(await rows('state=due&fromDay=1')).toBe(0);
  for (const query of ['fromDay=1', 'state=overdue&toDay=2', 'state=due&fromDay=', 'toDay=-1']) {
    const refused = await console.ask(`/v1/queue?${query}`);
    expect(refused, query).toMatchObject({ status: 400 });
  }
  const act = { kind: 'assign', owner: 'lead' };
  const filters = [
    { fromDay: 1, toDay: 2 },
    { state: 'due', fromDay: null },
    { state: 'due', toDay: true },
  ];
  for (const filter of filters) {
    const refused = await console.ask('/v1/bulk/preview', { select: { filter }, act });
    expect(refused, JSON.stringify(filter)).toMatchObject({ status: 422 });
  }
});

test('every row says why it stands where it does, and pages follow each other', async () => {
  const { console } = await set();
  const whole = await console.get<Page>('/v1/queue');
  expect(whole.rows.map(({ journeyName, why }) => `${journeyName} ${why.kind}`)).toEqual([
    ...['urgent safety', 'urgent safety', 'calling due', 'calling due'],
    ...['routine due', 'routine due'],
  ]);
  const ranks = whole.rows.map(({ why }) => Date.parse(why.rankAt));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  for (const { due, why } of whole.rows) {
    expect(Date.parse(due) - why.headStartMs).toBe(Date.parse(why.rankAt));
  }
  expect(whole.rows[0]).toMatchObject({ zone: 'Europe/Berlin', from: 'ehr', presence: [] });
  const paged: Row[] = [];
  for (let after = ''; ;) {
    const page = await console.get<Page>(`/v1/queue?limit=4${after}`);
    paged.push(...page.rows);
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  expect(paged).toEqual(whole.rows);
  expect(whole.counts).toEqual({ open: 6, overdue: 0, dueToday: 6, held: 0 });
  expect((await console.ask('/v1/queue?after=nonsense')).status).toBe(400);
});

test('what has climbed and what is held are asked for apart, by whose it is', async () => {
  const { stage, console } = await set();
  const at = { since: stage.now, setAt: stage.now, review: stage.now + 12 * hour };
  await stage.open.store.holds.set({ system: 'ehr', ...at, by: 'p-1', reason: 'outage' });
  await stage.engine.heedHolds();
  await stage.wait(7 * hour);
  const rows = async (query: string): Promise<readonly string[]> => {
    const page = await console.get<Page>(`/v1/queue?${query}`);
    return page.rows.map(({ journeyName, why }) => `${journeyName} ${why.kind}`);
  };
  expect(await rows('state=overdue')).toEqual(['calling escalated', 'calling escalated']);
  expect(await rows('state=overdue&owner=desk')).toEqual([]);
  expect(await rows('state=overdue&actor=p-2')).toHaveLength(2);
  expect(await rows('state=held&owner=desk,lead')).toEqual(['routine due', 'routine due']);
  expect(await rows('step=chase')).toEqual(['urgent due', 'urgent due']);
  const { counts } = await console.get<Page>('/v1/queue?owner=lead');
  expect(counts).toEqual({ open: 2, overdue: 2, dueToday: 0, held: 0 });
});

test('others see who looks at a journey, for a minute', async () => {
  const { stage, console } = await set();
  const [first] = (await console.get<Page>('/v1/queue')).rows;
  const journey = first?.journey ?? '';
  const noted = new Date(stage.now).toISOString();
  expect((await console.ask('/v1/presence', { actor: 'p-1', journey })).status).toBe(204);
  stage.jump(20_000);
  await console.ask('/v1/presence', { actor: 'p-1', journey });
  const seen = async (): Promise<unknown> =>
    (await console.get<Page>('/v1/queue')).rows.find((row) => row.journey === journey)?.[
      'presence'
    ];
  expect(await seen()).toEqual([{ actor: 'p-1', since: noted }]);
  stage.jump(61_000);
  expect(await seen()).toEqual([]);
  await console.ask('/v1/presence', { actor: 'p-1', journey });
  expect(await seen()).toEqual([{ actor: 'p-1', since: new Date(stage.now).toISOString() }]);
  expect((await console.ask('/v1/presence', { actor: 'nobody', journey })).status).toBe(422);
  expect((await console.ask('/v1/presence', { actor: 'p-1', journey: 'jrn_1' })).status).toBe(404);
});

test('a session says who and what there is', async () => {
  const { console } = await set();
  const session = await console.get('/v1/session');
  expect(session).toMatchObject({
    mode: 'serve',
    program: 'held',
    zone: 'Europe/Berlin',
    clock: null,
    edgeUrl: null,
    people: [
      { id: 'p-1', teams: ['desk'] },
      { id: 'p-2', teams: ['lead'] },
    ],
    owners: [
      { name: 'desk', kind: 'team', people: ['p-1'], fallback: 'lead' },
      { name: 'lead', kind: 'role', people: ['p-2'], fallback: null },
    ],
  });
});
