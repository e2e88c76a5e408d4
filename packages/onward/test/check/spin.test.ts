/**
 * Agreement with another checker: each journey is written as Promela by a reading of the language
 * of its own, SPIN decides C1, C5 and C7 of it, and `check` must say the same.
 */
import { cpus } from 'node:os';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/core/check/index.ts';
import type { PropertyId } from '../../src/core/check/index.ts';
import type { Program } from '../../src/core/index.ts';
import { corpus } from './corpus/index.ts';
import { mutantsOf } from './mutants.ts';
import { OutsideSubset } from './promela/journey-reader.ts';
import { promelaOf } from './promela/promela-of.ts';
import { isSpinHere, verify } from './promela/spin.ts';

/** Monday 2026-01-05, 09:00 UTC. */
const now = Date.UTC(2026, 0, 5, 9);
const compared = ['C1', 'C5', 'C7'] as const;
const mutantsPerOperator = 2;

interface Subject {
  /** What was done to the program; `as it is` where nothing was. */
  readonly operator: string;
  readonly where: string;
  readonly program: Program;
  readonly journey: string;
}

type Verdicts = Readonly<Record<(typeof compared)[number], string>>;

type Result = Subject &
  (
    | { readonly kind: 'compared'; readonly check: Verdicts; readonly spin: Verdicts }
    | { readonly kind: 'outside'; readonly reason: string }
  );

const sound: readonly Subject[] = corpus.flatMap(({ program }) =>
  Object.keys(program.journeys).map((journey) => {
    return { operator: 'as it is', where: '', program, journey };
  }),
);

/** Mutants of each operator that may break a property of these, spread over the corpus. */
function sampled(): readonly Subject[] {
  const all = corpus.flatMap(({ program }) => mutantsOf(program));
  const fitting = all.filter(({ expected }) => expected.some((id) => isCompared(id)));
  const operators = [...new Set(fitting.map(({ operator }) => operator))];
  return operators.flatMap((operator) => {
    const of = fitting.filter((mutant) => mutant.operator === operator);
    const size = Math.min(mutantsPerOperator, of.length);
    return Array.from({ length: size }, (_, index) => {
      const mutant = of[Math.floor(((index + 0.5) * of.length) / size)];
      if (mutant === undefined) throw new RangeError('The sample is larger than what there is.');
      return mutant;
    });
  });
}

function isCompared(id: PropertyId): boolean {
  return compared.some((each) => each === id);
}

async function resultOf(subject: Subject): Promise<Result> {
  let model: string;
  try {
    model = promelaOf(subject.program, subject.journey);
  } catch (error) {
    if (!(error instanceof OutsideSubset)) throw error;
    return { ...subject, kind: 'outside', reason: error.message };
  }
  const { C1, C5, C7 } = await verify(model);
  return { ...subject, kind: 'compared', check: checked(subject), spin: { C1, C5, C7 } };
}

function checked({ program, journey }: Subject): Verdicts {
  const report = check(program, { now }).journeys.find((each) => each.journey === journey);
  const verdict = (id: PropertyId): string =>
    report?.properties.find((each) => each.id === id)?.verdict ?? 'absent';
  return { C1: verdict('C1'), C5: verdict('C5'), C7: verdict('C7') };
}

/** Compiling a model takes a core: as many at a time as there are, and at most two. */
async function resultsOf(subjects: readonly Subject[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = subjects.entries();
  const work = async (): Promise<void> => {
    for (const [index, subject] of waiting) results[index] = await resultOf(subject);
  };
  await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, work));
  return results;
}

/** One line per property: how often both refuted, both proved, and how often they differ. */
function table(results: readonly Result[]): string {
  const lines = compared.map((id) => {
    const pairs = results.flatMap((each) =>
      each.kind === 'compared' ? [`${each.check[id]} ${each.spin[id]}`] : [],
    );
    const count = (pair: string): number => pairs.filter((each) => each === pair).length;
    const proved = count('proved proved');
    const refuted = count('refuted refuted');
    return [id, proved, refuted, pairs.length - proved - refuted];
  });
  const outside = results.flatMap((each) =>
    each.kind === 'outside' ? [`outside the subset: ${nameOf(each)}: ${each.reason}`] : [],
  );
  const rows = [['', 'both proved', 'both refuted', 'differ'], ...lines].map((cells) =>
    cells.map((cell) => String(cell).padStart(14)).join(''),
  );
  return [...rows, ...(outside.length === 0 ? ['outside the subset: none'] : outside)].join('\n');
}

function nameOf({ program, journey, operator, where }: Subject): string {
  return `${program.program}/${journey} · ${operator}${where === '' ? '' : ` · ${where}`}`;
}

function differences(results: readonly Result[]): readonly string[] {
  return results.flatMap((each) => {
    if (each.kind === 'outside') return [];
    const ids = compared.filter((id) => each.check[id] !== each.spin[id]);
    return ids.map((id) => `${nameOf(each)}: ${id} ${each.check[id]}, SPIN: ${each.spin[id]}`);
  });
}

const isHere = isSpinHere();
const without = isHere ? '' : ' (skipped: there is no spin or no gcc on this machine)';

describe.skipIf(!isHere)(`SPIN says what check says${without}`, () => {
  test('of every journey of the corpus', { timeout: 300_000 }, async () => {
    const results = await resultsOf(sound);
    console.log(`the corpus: ${results.length} journeys\n${table(results)}`);
    expect(differences(results)).toEqual([]);
  });

  test('of mutants of every operator', { timeout: 300_000 }, async () => {
    const subjects = sampled();
    const results = await resultsOf(subjects);
    console.log(`mutants: ${results.length} journeys\n${table(results)}`);
    expect(differences(results)).toEqual([]);
    // A sample in which nothing falls would tell nothing.
    for (const id of compared) {
      const refuted = results.filter((each) => each.kind === 'compared' && isRefuted(each, id));
      expect(refuted.length, id).toBeGreaterThan(3);
    }
  });
});

function isRefuted({ check: said }: { readonly check: Verdicts }, id: keyof Verdicts): boolean {
  return said[id] === 'refuted';
}
