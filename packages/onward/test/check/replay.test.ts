/** The stories of refuted programs are true: the real engine comes to stand where they end. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject, test, vi } from 'vitest';
import { replayStory, type Replayed } from '../../src/cli/replay/run.ts';
import { storiesOf, writtenReport } from '../../src/cli/report/write-story.ts';
import { storySchema, type WrittenStory } from '../../src/cli/report/written.ts';
import { check } from '../../src/core/index.ts';
import type { Program, PropertyId } from '../../src/core/index.ts';
import { AttentionDesk } from '../../src/runtime/attention.ts';
import { corpus } from './corpus/index.ts';
import { mutantsOf } from './mutants.ts';

/** Monday 2026-01-05, 09:00 UTC. */
const now = Date.UTC(2026, 0, 5, 9);

interface Refuted {
  readonly program: Program;
  readonly story: WrittenStory;
}

/** A mutant's first story of a property, through JSON, as a user would bring it. */
function refuted(name: string, operator: string, property: PropertyId): Refuted {
  const sound = corpus.find((each) => each.name === name);
  const mutants = sound === undefined ? [] : mutantsOf(sound.program);
  for (const mutant of mutants.filter((each) => each.operator === operator)) {
    const { program } = mutant;
    const stories = storiesOf(writtenReport(program, check(program, { now })));
    const story = stories.find((each) => each.property === property);
    if (story !== undefined) {
      return { program, story: storySchema.parse(JSON.parse(JSON.stringify(story))) };
    }
  }
  throw new Error(`No ${operator} of ${name} refutes ${property} by a story.`);
}

async function replayed({ program, story }: Refuted): Promise<Replayed & { told: number }> {
  const schema = `r${randomBytes(6).toString('hex')}`;
  const connection = inject('database');
  let told = 0;
  const onLine = (): void => void (told += 1);
  return { ...(await replayStory({ program, story, connection, schema, onLine })), told };
}

const stands: readonly (readonly [name: string, operator: string, property: PropertyId])[] = [
  ['linear', 'rung unknown', 'C1'],
  ['counted-reminders', 'decide without its last way', 'C1'],
  ['retried-check', 'rung unknown', 'C2'],
  ['two-channels', 'overdue leads nowhere', 'C3'],
  ['retried-check', 'outcome without its last way', 'C3'],
  ['before-the-visit', 'handler of a step removed', 'C4'],
  ['two-zones', 'handler emptied', 'C4'],
  ['on-each-other', 'action emptied', 'C4'],
  ['depends-in-a-track', 'join emptied', 'C5'],
  ['left-by-deadline', 'late policy removed', 'C6'],
  ['monthly-supply', 'milestone of a circle removed', 'C7'],
  ['same-event', 'step passed by', 'C7'],
  ['undo-one', 'undone again and again', 'C9'],
  ['undo-two', 'guard always holds', 'C9'],
  ['on-each-other', 'overdue leads nowhere', 'C10'],
];

test.each(stands)('%s, %s: %s stands where the proof said', async (name, operator, property) => {
  const found = refuted(name, operator, property);
  const lines = found.story.counterexample.story.length;
  const wanted = found.story.counterexample.endsIn;
  expect(await replayed(found)).toEqual({
    ok: true,
    end: 'stands',
    lines,
    told: lines,
    wanted,
    stood: wanted,
  });
});

test.each([
  ['counted-reminders', 'decides for ever', 'C7'],
  ['kept-in-a-track', 'exception unowned', 'C1'],
] as const)('%s, %s: %s breaks, and a fault is recorded', async (name, operator, property) => {
  const found = refuted(name, operator, property);
  expect(found.story.counterexample.endsIn).toBeUndefined();
  const lines = found.story.counterexample.story.length;
  expect(await replayed(found)).toEqual({ ok: true, end: 'breaks', lines, told: lines });
});

test.each(['join-all', 'one-leads-out'])('%s is not stored with nothing next', async (name) => {
  const found = refuted(name, 'join of too many', 'C1');
  expect(await replayed(found)).toMatchObject({ ok: true, end: 'refused' });
});

test('nothing is played beyond what the engine refuses', async () => {
  const found = refuted('join-all', 'join of too many', 'C4');
  expect(await replayed(found)).toMatchObject({ ok: false, end: 'refused' });
});

test('a journey that stands elsewhere is told with both', async () => {
  const { program, story } = refuted('linear', 'rung unknown', 'C1');
  const counterexample = { ...story.counterexample, endsIn: 'elsewhere' };
  const end = await replayed({ program, story: { ...story, counterexample } });
  expect(end).toMatchObject({ ok: false, wanted: 'elsewhere' });
  expect(end.stood).toBe(story.counterexample.endsIn);
});

test('no line comes before what was asked for has been weighed', async () => {
  const found = refuted('counted-reminders', 'decide without its last way', 'C1');
  // oxlint-disable-next-line typescript/unbound-method -- applied to its own desk
  const { hear } = AttentionDesk.prototype;
  const slow = vi.spyOn(AttentionDesk.prototype, 'hear');
  slow.mockImplementation(async function (this: AttentionDesk, ...asked) {
    await delay(100);
    return hear.apply(this, asked);
  });
  try {
    expect(await replayed(found)).toMatchObject({ ok: true, end: 'stands' });
    expect(slow).toHaveBeenCalledTimes(3);
  } finally {
    slow.mockRestore();
  }
});

test('a story of another program is refused before anything is played', async () => {
  const { story } = refuted('linear', 'rung unknown', 'C1');
  const other = corpus.find(({ name }) => name === 'undo-one');
  if (other === undefined) throw new Error('There is no such program.');
  const playing = replayed({ program: other.program, story });
  await expect(playing).rejects.toMatchObject({ code: 'ONW-STORY-PROGRAM' });
});

test('an answer that nothing asked for is no part of the program either', async () => {
  const { program, story } = refuted('linear', 'rung unknown', 'C1');
  const { counterexample } = story;
  const twice = counterexample.story.flatMap((line) => [line, line]);
  const playing = replayed({
    program,
    story: { ...story, counterexample: { ...counterexample, story: twice } },
  });
  await expect(playing).rejects.toThrow(/does not take line \d+.*onward check --story/u);
});
