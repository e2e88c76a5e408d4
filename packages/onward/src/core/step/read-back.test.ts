import { expect, test } from 'vitest';
import { check } from '../check/index.ts';
import { explain } from '../explain/index.ts';
import { isWhole } from '../whole.ts';
import { charted } from './read-back.fixture.ts';
import { nextWake } from './next.ts';
import { step } from './step.ts';
import type { Effect, Input, OutcomeClass, State } from './types.ts';

const begin = Date.UTC(2026, 2, 2, 9);
const minuteMs = 60_000;
const visit = '0123456789abcdef'.repeat(2);
const visitAt = begin + 10 * 86_400_000;
const told = (type: string, start: number) =>
  ({
    kind: 'event',
    type: `chart.${type}`,
    source: 'chart',
    id: `${type}/${start}`,
    occurredAt: begin,
    data: { start },
  }) as const;

/** One journey, and what it asked for last. */
class Life {
  state: State | null = null;
  effects: readonly Effect[] = [];
  asked: readonly string[] = [];
  now = begin;

  take(input: Input): this {
    const result = step(charted, this.state, input, this.now);
    if (result.kind === 'refused') throw new Error(result.code);
    this.state = result.state;
    this.effects = result.effects;
    this.asked = result.effects.flatMap((effect) =>
      'index' in effect ? [`${result.state.version}.${effect.index}`] : [],
    );
    expect(isWhole(charted, result.state)).toBe(true);
    return this;
  }

  answer(outcome: OutcomeClass, name = 'chart.visit', key = this.asked[0] ?? ''): this {
    const data = name === 'chart.write' && outcome === 'done' ? { visit } : {};
    return this.take({ kind: 'outcome', key, name, passing: false, step: 'write', outcome, data });
  }

  /** Until the timer fires. */
  wake(): this {
    this.now = (this.state && nextWake(this.state)) ?? Number.NaN;
    return this.take({ kind: 'deadline' });
  }

  get step(): string | undefined {
    return this.state?.places[0]?.step;
  }

  get open(): readonly string[] {
    return (this.state?.obligations ?? []).map(({ name, owner }) => `${name} ${owner}`);
  }
}

function written(): Life {
  const life = new Life();
  life.take({ kind: 'enrol', journey: 'visit', event: told('booked', visitAt) });
  return life.answer('done', 'chart.write');
}

test('what was done is unverified until its system says what was written', () => {
  const life = written();
  expect(life.step).toBe('write');
  expect(life.effects).toMatchObject([
    {
      kind: 'look-up',
      name: 'visit',
      says: { until: ['chart.visit.planned'], data: { start: visitAt, visit } },
    },
  ]);
  const [said] = explain(charted, life.state!, life.now).obligations;
  expect(said?.sentence).toContain('Waiting for chart to show what write wrote (done, unverified)');
  expect(said?.ifNothing).toMatch(/^keepers is told that it is not shown, then by-hand /u);
  life.answer('done');
  expect(life.step).toBe('due');
  expect(life.state?.facts).toEqual({ start: visitAt, visit });
  expect(life.open).toEqual(['greet desk']);
});

test('while it does not say so it is asked again, about what was written then', () => {
  const life = written();
  life.take(told('moved', visitAt + minuteMs));
  life.answer('rejected', 'chart.visit', '2.0');
  expect([life.step, life.asked]).toEqual(['write', []]);
  life.wake();
  expect(life.now - begin).toBe(10 * minuteMs);
  expect(life.effects).toMatchObject([{ kind: 'look-up', says: { data: { start: visitAt } } }]);
  // No answer says nothing either way.
  life.answer('exhausted').wake().answer('done');
  expect(life.now - begin).toBe(20 * minuteMs);
  expect([life.step, life.state?.facts['start']]).toEqual(['due', visitAt + minuteMs]);
});

test('never said in time it is unknown, and whoever answers for the system is told', () => {
  const life = written();
  while (life.step === 'write') life.answer('rejected').wake();
  expect(life.now - begin).toBe(60 * minuteMs);
  expect([life.step, life.open]).toEqual([
    'by-hand',
    ['chart.write:unverified keepers', 'write-by-hand desk'],
  ]);
  const exception = life.state?.obligations.find(({ kind }) => kind === 'exception');
  expect(exception?.orders).toEqual(['1.0']);
  const { obligations } = explain(charted, life.state!, life.now);
  expect(obligations.map(({ sentence }) => sentence).join()).toContain(
    'chart.write, which was done and is not shown by its system',
  );
  // What was still asked then is no answer to anything, and no second exception.
  life.answer('rejected', 'chart.visit', '9.9');
  expect(life.open).toHaveLength(2);
});

test('the exception closes when it is shown: at its own time, or when somebody asks', () => {
  const given = written();
  while (given.step === 'write') given.answer('rejected').wake();
  const at = (life: Life) => {
    const { slot = 0, opened = 0 } =
      life.state?.obligations.find(({ kind }) => kind === 'exception') ?? {};
    return { slot, opened };
  };
  const climbed = Object.assign(new Life(), { state: given.state, now: given.now });
  climbed.wake();
  expect(climbed.open[0]).toBe('chart.write:unverified lead');
  climbed.answer('done');
  expect(climbed.open).toEqual(['write-by-hand desk']);

  const by = { kind: 'control', actor: 'p-1' } as const;
  const looked = Object.assign(new Life(), { state: given.state, now: given.now });
  looked.take({ ...by, control: 'read-back', ...at(looked) }).answer('rejected');
  expect(looked.open).toHaveLength(2);
  looked.take({ ...by, control: 'read-back', ...at(looked) }).answer('done');
  expect(looked.open).toEqual(['write-by-hand desk']);

  // Done once more under its key, it is over when it is shown, and not before.
  const retried = Object.assign(new Life(), { state: given.state, now: given.now });
  const of = { system: 'chart', command: 'write', args: { start: visitAt }, step: 'write' };
  const orders = [{ key: '1.0', ...of, passing: false }];
  retried.take({ ...by, control: 'retry', ...at(retried), orders });
  retried.answer('done', 'chart.write', '1.0');
  expect([retried.open.length, retried.effects.length]).toEqual([2, 1]);
  retried.answer('done');
  expect(retried.open).toEqual(['write-by-hand desk']);
});

test('while its system is on hold nobody is told that it does not show anything', () => {
  const life = written();
  const held = { chart: { since: begin, review: begin + 86_400_000 } };
  life.answer('exhausted');
  for (let at = 1; at <= 5; at++) life.wake().answer('exhausted');
  life.now = begin + 60 * minuteMs;
  life.take({ kind: 'deadline', held });
  expect([life.step, life.open]).toEqual(['write', ['chart.write desk']]);
  expect(life.state?.obligations[0]?.due).toBe(begin + 86_400_000);
  life.take({ kind: 'hold', held: {} });
  expect(life.state?.obligations[0]?.due).toBe(life.now + 60 * minuteMs);
});

test('held by a person, it is still heard when its system shows it', () => {
  const life = written();
  const parking = { owner: 'lead', reason: 'away', reviewEvery: { kind: 'wall', ms: 86_400_000 } };
  life.take({ kind: 'control', control: 'park', actor: 'p-1', parking } as Input);
  life.answer('done', 'chart.visit', '2.0');
  expect([life.step, life.open]).toEqual(['due', ['greet desk']]);
});

test('for the proof it is done or unknown, no later than it may be read back', () => {
  const { visit: journey } = charted.journeys;
  const write = journey?.steps['write'];
  if (journey === undefined || write?.kind !== 'command') throw new Error('It writes nothing.');
  // An answer that comes after the end would be nobody's.
  const steps = { ...journey.steps, write: { ...write, late: ignored } };
  const report = check({ ...charted, journeys: { visit: { ...journey, steps } } }, { now: begin });
  const properties = report.journeys.flatMap((each) => each.properties);
  expect(properties.filter(({ verdict }) => verdict !== 'proved')).toEqual([]);
  const [story] = check(charted, { now: begin }).journeys;
  expect(story?.verdict).toBe('refuted');
});

const ignored = { kind: 'ignore', reason: 'found by hand' } as const;
