/** The engine as its callers see it, on one cell and on two. */
import { afterEach, describe, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { audit } from '../../src/runtime/index.ts';
import { event, ref, Stage } from '../stage.ts';
import type { Sent } from '../../src/runtime/index.ts';
import type { StageOptions } from '../stage.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe.each([1, 2])('on %i cell(s)', (cells) => {
  const stages: Stage[] = [];
  const set = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
    const stage = await Stage.set({ program: zoo, cells, ...options });
    stages.push(stage);
    return stage;
  };
  afterEach(async () => {
    for (const stage of stages.splice(0)) await stage.leave();
  });

  async function begun(stage: Stage, patient: string, data = {}): Promise<string> {
    const [result] = await stage.send(event('started', patient, { data }));
    expect(result?.status).toBe('accepted');
    return result?.journeys[0] ?? '';
  }

  test('an event begins a journey, the next moves it, each with owner and date', async () => {
    const stage = await set();
    const journey = await begun(stage, 'ann', { urgent: true });
    let state = await stage.state(journey);
    expect(state.obligations).toMatchObject([
      { kind: 'await', owner: 'desk', due: stage.now + day },
    ]);
    const [moved] = await stage.send(event('arrived', 'ann'));
    expect(moved).toMatchObject({ status: 'accepted', journeys: [journey] });
    state = await stage.state(journey);
    expect(state.places.map((place) => place.step)).toEqual(['both', 'exam', 'ask']);
    expect(state.milestones).toEqual(['here']);
    expect(await stage.open.reads.obligations({}, { limit: 10 })).toHaveLength(2);
  });

  test('an event twice is a duplicate; the same id with another body is refused', async () => {
    const stage = await set();
    const journey = await begun(stage, 'bob');
    const arrived = event('arrived', 'bob');
    const results = await stage.send(arrived, arrived, { ...arrived, digest: ref('other') });
    expect(results).toMatchObject([
      { status: 'accepted', journeys: [journey] },
      { status: 'duplicate', journeys: [journey] },
      { status: 'rejected', code: 'ONW-EVENT-ID-REUSED', journeys: [] },
    ]);
    expect(await stage.send(arrived)).toMatchObject([{ status: 'duplicate', journeys: [journey] }]);
    await stage.engine.idle();
    const taken = (await stage.journal(journey)).map((entry) => entry.type);
    expect(taken).toEqual(['sys.started', 'sys.arrived', 'outcome']);
  });

  test('a second enrolment of the same subject begins nothing again', async () => {
    const stage = await set();
    const journey = await begun(stage, 'cid');
    const [again] = await stage.send(event('started', 'cid'));
    expect(again).toMatchObject({ status: 'accepted', journeys: [journey] });
    expect(await stage.open.reads.journeys({}, { after: 0, limit: 10 })).toHaveLength(1);
  });

  test('what nobody planned for becomes an exception with an owner and a date', async () => {
    const stage = await set();
    const journey = await begun(stage, 'dan');
    await stage.send(event('scored', 'dan', { data: { score: 3 } }), event('started', 'dan'));
    const { obligations, deferred } = await stage.state(journey);
    expect(deferred).toHaveLength(1);
    expect(obligations).toContainEqual(
      expect.objectContaining({ kind: 'exception', name: 'sys.started', owner: 'night' }),
    );
  });

  test('input that belongs nowhere is kept, owned, and placed once its ref is known', async () => {
    const stage = await set();
    const early = event('arrived', 'eve');
    expect(await stage.send(early)).toMatchObject([
      { status: 'unmatched', code: 'ONW-SUBJECT-UNKNOWN', journeys: [] },
    ]);
    expect(await stage.send(early)).toMatchObject([{ status: 'duplicate', journeys: [] }]);
    expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toMatchObject([
      { type: 'sys.arrived', owner: 'night', reason: 'ONW-SUBJECT-UNKNOWN' },
    ]);
    const journey = await begun(stage, 'eve', { urgent: true });
    await stage.engine.idle();
    expect((await stage.state(journey)).milestones).toEqual(['here']);
    expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toEqual([]);
    expect(await stage.send(early)).toMatchObject([{ status: 'duplicate', journeys: [journey] }]);
  });

  test('one ref teaches another, and refs of two subjects are a person’s to settle', async () => {
    const stage = await set();
    const journey = await begun(stage, 'fay', { urgent: true });
    const card = { name: 'card', ref: ref(`card-${journey}`), of: 'subject' } as const;
    const patient = { name: 'patient', ref: ref('fay'), of: 'subject' } as const;
    await stage.send(event('arrived', 'fay', { refs: [patient, card] }));
    const [byCard] = await stage.send(event('scored', 'fay', { refs: [card], data: { score: 2 } }));
    expect(byCard).toMatchObject({ status: 'accepted', journeys: [journey] });
    await begun(stage, 'gus');
    const [both] = await stage.send(
      event('arrived', 'fay', { refs: [card, { ...patient, ref: ref('gus') }] }),
    );
    expect(both).toMatchObject({ status: 'unmatched', code: 'ONW-SUBJECT-AMBIGUOUS' });
  });

  test('silence: the system is asked, then a person, then the accountable role', async () => {
    const stage = await set({ send: () => ({ kind: 'rejected', data: {} }) });
    const journey = await begun(stage, 'hal');
    await stage.wait(day);
    expect(stage.orders.map((order) => order.effect.kind)).toEqual(['look-up']);
    expect((await stage.state(journey)).places).toMatchObject([{ step: 'chase' }]);
    await stage.wait(10 * day);
    expect((await stage.state(journey)).obligations).toMatchObject([
      { owner: 'chief', overdue: true, level: 2 },
    ]);
  });

  test('a look-up that finds the lost event moves the journey on by itself', async () => {
    const stage = await set({
      send: (order) =>
        order.effect.kind === 'look-up'
          ? { kind: 'done', data: {}, observed: [event('arrived', 'ida')] }
          : { kind: 'done', data: {} },
    });
    const journey = await begun(stage, 'ida', { urgent: true });
    await stage.wait(day);
    expect((await stage.state(journey)).places.map((place) => place.step)).toEqual([
      'both',
      'exam',
      'ask',
    ]);
  });

  test('every outcome of a command leads on, and a late one is an exception', async () => {
    const ways = { rejected: 'chase', exhausted: 'chase', unknown: 'chase', done: 'tell' } as const;
    for (const [outcome, expected] of Object.entries(ways)) {
      const stage = await set({
        idempotent: false,
        send: (order) =>
          order.effect.kind === 'command' && order.effect.command === 'order'
            ? { kind: outcome as 'done', data: {} }
            : { kind: 'done', data: {} },
      });
      const journey = await begun(stage, `joe-${outcome}`);
      await stage.send(event('scored', `joe-${outcome}`, { data: { score: 7 } }));
      await stage.engine.control({
        journey,
        control: {
          kind: 'control',
          control: 'override',
          actor: 'p-1',
          to: 'order',
          reason: 'asked',
        },
      });
      await stage.engine.idle();
      expect((await stage.state(journey)).places[0]?.step).toBe(expected);
      await stage.leave();
      stages.pop();
    }
  });

  test('a command is tried again under the same key until it is exhausted', async () => {
    const stage = await set({ send: () => ({ kind: 'retry', code: 'ONW-TARGET-DOWN' }) });
    const journey = await begun(stage, 'kim');
    await stage.engine.control({
      journey,
      control: { kind: 'control', control: 'override', actor: 'p-1', to: 'order', reason: 'asked' },
    });
    for (let round = 0; round < 8; round++) {
      await stage.engine.idle();
      stage.jump(20_000);
    }
    await stage.engine.idle();
    expect(new Set(stage.orders.map((order) => order.key)).size).toBe(1);
    expect(stage.orders.map((order) => order.attempt)).toEqual([1, 2, 3, 4, 5]);
    expect((await stage.state(journey)).places[0]?.step).toBe('chase');
  });

  test('people act: a task moves on, a closed obligation refuses with a code', async () => {
    const stage = await set({ send: () => ({ kind: 'rejected', data: {} }) });
    const journey = await begun(stage, 'lea');
    await stage.wait(day + hour);
    const before = await stage.state(journey);
    await stage.act(journey, 'found', { start: stage.now + day });
    const after = await stage.state(journey);
    expect(after.facts['start']).toBe(stage.now + day);
    expect(after.obligations).toMatchObject([{ kind: 'await', due: stage.now + day + 2 * hour }]);
    await expect(stage.act(journey, 'found')).rejects.toMatchObject({ code: 'ONW-ACTION-UNKNOWN' });
    expect(before.version).toBeLessThan(after.version);
  });

  test('journeys of one subject hear each other', async () => {
    const stage = await set();
    const journey = await begun(stage, 'may', { urgent: true });
    await stage.engine.control({
      journey,
      control: { kind: 'control', control: 'override', actor: 'p-1', to: 'other', reason: 'asked' },
    });
    const [side] = await stage.send(event('early', 'may'));
    const other = side?.journeys.find((id) => id !== journey) ?? '';
    expect((await stage.state(journey)).obligations[0]).toMatchObject({
      kind: 'depends',
      started: true,
    });
    await stage.act(other, 'half');
    expect(await stage.state(journey)).toMatchObject({ status: 'ended', outcome: 'done' });
    await stage.act(other, 'finish');
    expect(await stage.state(other)).toMatchObject({ status: 'ended', outcome: 'finished' });
  });

  test('an event for an ended journey is kept for a person, with a code', async () => {
    const stage = await set();
    const journey = await begun(stage, 'ned');
    await stage.send(event('left', 'ned'));
    expect(await stage.state(journey)).toMatchObject({ status: 'ended', obligations: [] });
    const [late] = await stage.send(event('arrived', 'ned'));
    expect(late).toMatchObject({ status: 'unmatched', code: 'ONW-JOURNEY-ENDED' });
    await stage.wait(3 * day);
    expect(await stage.open.store.firstTimer()).toBeUndefined();
  });

  test('an answer after the end is taken once; what failed is kept for a person', async () => {
    const answers: ((sent: Sent) => void)[] = [];
    const stage = await set({
      send: () => new Promise((resolve) => void answers.push(resolve)),
    });
    const journey = await begun(stage, 'ora');
    await stage.send(event('arrived', 'ora'));
    await expect.poll(() => answers.length).toBe(2);
    await stage.send(event('left', 'ora'));
    for (const answer of answers) answer({ kind: 'rejected', data: {} });
    await stage.engine.idle();
    stage.jump(day);
    await stage.engine.idle();
    expect(stage.orders).toHaveLength(2);
    expect(await stage.state(journey)).toMatchObject({ status: 'ended', obligations: [] });
    expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toMatchObject([
      { type: 'sys.note', owner: 'night', reason: 'ONW-JOURNEY-ENDED' },
      { type: 'hello', reason: 'ONW-JOURNEY-ENDED' },
    ]);
  });

  test('a message of a journey that has ended meanwhile is not sent or missed', async () => {
    const stage = await set();
    await begun(stage, 'ona');
    await stage.send(event('arrived', 'ona'), event('left', 'ona'));
    await stage.engine.idle();
    expect(stage.orders.map(({ effect }) => effect.kind)).toEqual(['command']);
    expect(await stage.open.reads.unmatched({ after: 0, limit: 10 })).toEqual([]);
  });

  test('the journal is chained and folds to the stored state', async () => {
    const stage = await set();
    const journey = await begun(stage, 'oli', { urgent: true });
    await stage.send(
      event('arrived', 'oli'),
      event('scored', 'oli', { data: { score: 4 } }),
      event('noise', 'oli'),
    );
    await stage.wait(9 * day);
    const journal = await stage.journal(journey);
    const id = Number.parseInt(journey.slice(4), 32);
    const whole = { id, program: zoo, state: await stage.state(journey), journal };
    expect(journal.length).toBeGreaterThan(5);
    expect(audit(whole)).toBeUndefined();
    const [first, second, ...rest] = journal;
    if (first === undefined || second === undefined) throw new Error('The journal is too short.');
    expect(audit({ ...whole, journal: [first, ...rest] })).toEqual({
      kind: 'entry-missing',
      seq: 2,
    });
    const forged = { ...second, text: second.text.replace('sys.arrived', 'sys.noise!!') };
    expect(audit({ ...whole, journal: [first, forged, ...rest] })).toEqual({
      kind: 'chain-broken',
      seq: 2,
    });
    expect(audit({ ...whole, state: { ...whole.state, stage: 'first' } })).toEqual({
      kind: 'state-differs',
    });
  });

  test('a thousand journeys at once: each is open, owned and dated', async () => {
    const stage = await set();
    const patients = Array.from({ length: 1_000 }, (_, index) => `many-${index}`);
    const results = await stage.send(
      ...patients.flatMap((patient) => [event('started', patient), event('arrived', patient)]),
    );
    expect(results.every((result) => result.status === 'accepted')).toBe(true);
    await stage.engine.idle();
    expect(await stage.open.reads.totals(stage.now)).toEqual({
      open: 1_000,
      ended: 0,
      overdue: 0,
      unmatched: 0,
      outbox: 0,
    });
    const first = await stage.open.reads.journeys({ owner: 'desk' }, { after: 0, limit: 600 });
    const rest = await stage.open.reads.journeys(
      { owner: 'desk' },
      { after: first.at(-1)?.id ?? 0, limit: 600 },
    );
    expect(first.length + rest.length).toBe(1_000);
  });
});
