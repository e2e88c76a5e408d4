/** How well `check` tells: no alarm where nothing is wrong, and one for every fault. */
import { describe, expect, test } from 'vitest';
import { check, classOf, step } from '../../src/core/index.ts';
import type { Counterexample, Program, PropertyId, State } from '../../src/core/index.ts';
import { corpus } from './corpus/index.ts';
import type { SoundProgram } from './corpus/index.ts';
import { mutantsOf } from './mutants.ts';
import type { Mutant } from './mutants.ts';

/** Monday 2026-01-05, 09:00 UTC. */
const now = Date.UTC(2026, 0, 5, 9);

/** What happened to one mutant. */
interface Result {
  readonly program: string;
  readonly mutant: Mutant;
  readonly refuted: readonly PropertyId[];
  /** Properties whose story does not come to its end on the step. */
  readonly untrue: readonly PropertyId[];
  /** What was thrown instead: a proof must survive whatever it is given. */
  readonly thrown?: string;
}

function refutedIn(program: Program, journey: string): ReadonlyMap<PropertyId, Counterexample> {
  const report = check(program, { now }).journeys.find((each) => each.journey === journey);
  return new Map(
    (report?.properties ?? []).flatMap(({ id, verdict, counterexample }) =>
      verdict === 'refuted' && counterexample !== undefined ? [[id, counterexample]] : [],
    ),
  );
}

/** Whether a story, told to the step of the runtime, comes to the end that it says. */
function isTrue(program: Program, { story, startsAt, endsIn }: Counterexample): boolean {
  let state: State | null = null;
  let last = startsAt;
  for (const [index, { input, atMs }] of story.entries()) {
    last = startsAt + atMs;
    try {
      const result = step(program, state, input, last);
      if (result.kind === 'refused') return false;
      ({ state } = result);
    } catch {
      // Only the very end may break, where the story says so.
      return index === story.length - 1 && endsIn === undefined;
    }
  }
  return state === null ? endsIn === undefined : classOf(program, state, last) === endsIn;
}

/** What is refuted in the mutant and not in its original: an alarm that was there tells nothing. */
function resultOf({ name, program }: SoundProgram, mutant: Mutant): Result {
  try {
    const before = refutedIn(program, mutant.journey);
    const after = [...refutedIn(mutant.program, mutant.journey)].filter(([id]) => !before.has(id));
    const untrue = after.flatMap(([id, told]) => (isTrue(mutant.program, told) ? [] : [id]));
    return { program: name, mutant, refuted: after.map(([id]) => id), untrue };
  } catch (error) {
    return { program: name, mutant, refuted: [], untrue: [], thrown: String(error) };
  }
}

/** Lines of operators with how many of their mutants each property refuted. */
function matrix(results: readonly Result[]): string {
  const ids = [...new Set(results.flatMap(({ refuted }) => refuted))].toSorted((a, b) => {
    return Number(a.slice(1)) - Number(b.slice(1));
  });
  const operators = [...new Set(results.map(({ mutant }) => mutant.operator))].toSorted();
  const lines = operators.map((operator) => {
    const of = results.filter(({ mutant }) => mutant.operator === operator);
    const killed = of.filter(isTold).length;
    const by = ids.map((id) => of.filter(({ refuted }) => refuted.includes(id)).length);
    return [operator, `${killed}/${of.length}`, ...by.map((count) => (count === 0 ? '·' : count))];
  });
  const all = results.filter(isTold).length;
  return [['operator', `${all}/${results.length}`, ...ids], ...lines]
    .map(([name, ...cells]) => {
      return `${String(name).padEnd(32)}${cells.map((cell) => String(cell).padStart(8)).join('')}`;
    })
    .join('\n');
}

/** The property that had to be refuted was, or one that is as right. */
function isTold({ mutant, refuted }: Result): boolean {
  return mutant.expected.some((id) => refuted.includes(id));
}

describe('check', () => {
  test.each(corpus)('finds nothing wrong with $name', ({ program }) => {
    const report = check(program, { now });
    const alarms = report.journeys.flatMap(({ journey, properties }) =>
      properties
        .filter(({ verdict }) => verdict !== 'proved')
        .map(({ id, verdict, reason, counterexample }) => {
          return { journey, id, verdict, says: counterexample?.says ?? reason };
        }),
    );
    expect(alarms).toEqual([]);
    expect(report.journeys.map(({ journey }) => journey)).toEqual(Object.keys(program.journeys));
  });

  test('refutes what every mutant breaks', { timeout: 600_000 }, () => {
    const results = corpus.flatMap((sound) =>
      mutantsOf(sound.program).map((mutant) => resultOf(sound, mutant)),
    );
    console.log(matrix(results));
    const missed = results
      .filter((result) => !isTold(result))
      .map(({ program, mutant, refuted, thrown }) => {
        const { operator, where, expected } = mutant;
        const instead = thrown ?? `[${refuted.join()}]`;
        return `${program} · ${operator} · ${where}: ${expected.join()} not in ${instead}`;
      });
    expect(missed).toEqual([]);
    const untrue = results.flatMap(({ program, mutant: { operator, where }, untrue: ids }) =>
      ids.map((id) => `${program} · ${operator} · ${where}: the story of ${id} is not true`),
    );
    expect(untrue).toEqual([]);
  });
});
