import { expect, test } from 'vitest';
import { start } from '../../core/explain/program.fixture.ts';
import { fake, viewOf } from '../fake-deps.fixture.ts';
import { readActionData } from './read-action-data.ts';

const task = '/v1/obligations/obl_21-2-0/act';
const by = { actor: 'p-101' };
const hourMs = 3_600_000;

async function errorOf(response: Response) {
  const { error } = (await response.json()) as {
    readonly error: { readonly code: string; readonly at?: string };
  };
  return { status: response.status, code: error.code, at: error.at };
}

test('data arrives as JSON and leaves as facts of the declared types', async () => {
  const { post, asked } = fake();
  const data = { at: '2026-11-24T09:00:00-05:00', sum: { amount: 4200, currency: 'USD' } };
  const response = await post(
    task,
    { ...by, action: 'promised', data },
    { 'idempotency-key': '"k-1"' },
  );
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ journey: 'jrn_21' });
  expect(asked.acts).toEqual([
    {
      obligation: 'obl_21-2-0',
      action: 'promised',
      actor: 'p-101',
      data: { at: Date.UTC(2026, 10, 24, 14), sum: { amount: 4200, currency: 'USD' } },
      idempotencyKey: 'k-1',
    },
  ]);
});

test.for([
  [
    {
      action: 'promised',
      data: { at: '2026-02-30T09:00:00Z', sum: { amount: 1, currency: 'USD' } },
    },
    '/data/at',
  ],
  [{ action: 'promised', data: { at: '2026-11-24T09:00:00Z' } }, '/data/sum'],
  [{ action: 'promised', data: { at: 5, sum: { amount: 1, currency: 'USD' } } }, '/data/at'],
  [
    {
      action: 'promised',
      data: { at: '2026-11-24T09:00:00Z', sum: { amount: 1.5, currency: 'USD' } },
    },
    '/data/sum',
  ],
  [{ action: 'paid', data: { note: 'free text' } }, undefined],
  [{ action: 'paid', data: { toString: 'x' } }, undefined],
] as const)('data that does not fit is refused (%j)', async ([body, at]) => {
  const { post, asked } = fake();
  const refused = await errorOf(await post(task, { ...by, ...body }));
  expect(refused).toEqual({ status: 422, code: 'ONW-ACTION-DATA', at });
  expect(asked.acts).toEqual([]);
});

test('an action the obligation does not have, an actor nobody knows', async () => {
  const { post, asked } = fake();
  for (const action of ['flee', 'constructor']) {
    expect(await errorOf(await post(task, { ...by, action }))).toMatchObject({
      status: 422,
      code: 'ONW-ACTION-UNKNOWN',
    });
  }
  expect(asked.acts).toEqual([]);
  const refused = await errorOf(await post(task, { actor: 'nobody', action: 'paid' }));
  expect(refused).toMatchObject({ status: 422, code: 'ONW-ACTOR-UNKNOWN' });
});

test('a closed obligation is a conflict, unless the same act is only repeated', async () => {
  const { post, asked } = fake();
  const closed = '/v1/obligations/obl_21-1-0/act';
  const body = {
    ...by,
    action: 'promised',
    data: { at: '2026-11-24T09:00:00Z', sum: { amount: 1, currency: 'USD' } },
  };
  expect(await errorOf(await post(closed, body))).toMatchObject({
    status: 409,
    code: 'ONW-OBLIGATION-CLOSED',
  });
  expect((await post(closed, body, { 'idempotency-key': 'k-1' })).status).toBe(200);
  expect(asked.acts[0]?.data).toEqual({
    at: Date.UTC(2026, 10, 24, 9),
    sum: { amount: 1, currency: 'USD' },
  });
});

test('an outside id is sealed at the edge, and refused where nothing can seal it', async () => {
  const view = viewOf(65);
  const [obligation] = view?.state.obligations ?? [];
  if (view === undefined || obligation === undefined) throw new Error('the fixture has no task');
  const booked = {
    with: { visit: { kind: 'ref', system: 'scheduler' } },
    transitions: [],
  } as const;
  const journey = view.program.journeys['first-visit'];
  const calling = journey?.steps['payment-recovery'];
  if (journey === undefined || calling?.kind !== 'task') throw new Error('the fixture has no task');
  const steps = { ...journey.steps, 'payment-recovery': { ...calling, actions: { booked } } };
  const program = { ...view.program, journeys: { 'first-visit': { ...journey, steps } } };
  const stated = { action: 'booked', data: { visit: 'A-1' } };
  const sealRef = async (system: string, id: string) => `sealed ${system} ${id}`;
  const read = (seal?: typeof sealRef) =>
    readActionData({ ...view, program }, obligation, { ...stated, sealRef: seal });
  expect(await read(sealRef)).toEqual({ visit: 'sealed scheduler A-1' });
  await expect(read()).rejects.toMatchObject({ code: 'ONW-ACTION-DATA', at: '/data/visit' });
});

test('an id that is none is not found; a key that is none is refused', async () => {
  const { post } = fake();
  expect((await post('/v1/obligations/obl_x/act', { ...by, action: 'paid' })).status).toBe(404);
  const bad = await post(task, { ...by, action: 'paid' }, { 'idempotency-key': 'a b' });
  expect(await errorOf(bad)).toMatchObject({ status: 400, code: 'ONW-IDEMPOTENCY-KEY' });
});

test('people hold, wake, override, assign and add', async () => {
  const { post, asked } = fake();
  const reason = 'abroad';
  const paths = {
    park: { ...by, owner: 'director', reason, reviewEvery: { business: '2d' } },
    resume: by,
    override: { ...by, to: 'held', reason },
    assign: { ...by, obligation: 'obl_11-1-0', owner: 'director' },
    tasks: { ...by, owner: 'director', reason, within: '90m' },
  };
  for (const [name, body] of Object.entries(paths)) {
    expect((await post(`/v1/journeys/jrn_11/${name}`, body)).status).toBe(200);
  }
  const parking = { owner: 'director', reason, reviewEvery: { kind: 'business-days', days: 2 } };
  expect(asked.controls.map(({ control }) => control)).toEqual([
    { kind: 'control', control: 'park', actor: 'p-101', parking },
    { kind: 'control', control: 'resume', actor: 'p-101' },
    { kind: 'control', control: 'override', actor: 'p-101', to: 'held', reason },
    { kind: 'control', control: 'assign', actor: 'p-101', slot: 0, opened: 1, owner: 'director' },
    {
      kind: 'control',
      control: 'add-task',
      actor: 'p-101',
      owner: 'director',
      reason,
      due: start + 1.5 * hourMs,
    },
  ]);
});

test('working time of a task counts in the calendar of its owner', async () => {
  const { post, asked } = fake();
  // Sunday, 08:00 in New York: the first working hours begin on Monday at 09:00.
  await post('/v1/journeys/jrn_11/tasks', {
    ...by,
    owner: 'care-team',
    reason: 'call',
    within: { business: '4h' },
  });
  expect(asked.controls[0]?.control).toMatchObject({ due: Date.UTC(2026, 10, 23, 18) });
});

test.for([
  ['park', { ...by, owner: 'director', reason: 'abroad', reviewEvery: '0s' }, 'ONW-BODY'],
  [
    'park',
    { ...by, owner: 'director', reason: 'abroad', reviewEvery: { business: '900d' } },
    'ONW-BODY',
  ],
  [
    'park',
    { ...by, owner: 'director', reason: 'She is abroad until May', reviewEvery: '2d' },
    'ONW-BODY',
  ],
  ['resume', { ...by, note: 'x' }, 'ONW-BODY'],
  ['assign', { ...by, obligation: 'obl_21-2-0', owner: 'director' }, 'ONW-OBLIGATION-ABSENT'],
  ['tasks', { ...by, owner: 'director', reason: 'call' }, 'ONW-BODY'],
  ['tasks', { ...by, owner: 'director', reason: 'call', due: '2026-02-30T10:00:00Z' }, 'ONW-BODY'],
  [
    'tasks',
    { ...by, owner: 'director', reason: 'call', due: '2026-11-22T12:59:00Z' },
    'ONW-DUE-PAST',
  ],
  ['tasks', { ...by, owner: 'nobody', reason: 'call', within: '2d' }, 'ONW-OWNER-UNKNOWN'],
] as const)('%s refuses %j with %s', async ([name, body, code]) => {
  const { post, asked } = fake();
  expect(await errorOf(await post(`/v1/journeys/jrn_11/${name}`, body))).toMatchObject({
    status: 422,
    code,
  });
  expect(asked.controls).toEqual([]);
});

test('a journey that is not there cannot be controlled', async () => {
  const { post } = fake();
  const refused = await errorOf(await post('/v1/journeys/jrn_vvv/resume', by));
  expect(refused).toMatchObject({ status: 404, code: 'ONW-JOURNEY-ABSENT' });
});
