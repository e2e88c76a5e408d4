/** What the journeys that ended last have passed: their ways, and how long each step took. */
import type { PassedJourney } from '../../store/index.ts';
import { quantileOf } from './quantile.ts';
import type { ActedRow } from './suggest.ts';

export interface Variant {
  readonly steps: readonly string[];
  readonly count: number;
  readonly medianMs: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Number of one that went so. */
  readonly example: number;
}

export interface Sample {
  readonly at: number;
  readonly journeys: ReadonlyMap<string, JourneySample>;
}

interface JourneySample {
  readonly of: number;
  readonly variants: readonly Variant[];
  /** What 19 of 20 did not take longer than, by step; of steps that enough have passed. */
  readonly slowMs: ReadonlyMap<string, number>;
  /** What was done at which step, and how those journeys ended. */
  readonly acted: readonly ActedRow[];
}

/** Fewer say nothing of the slowest twentieth. */
const enough = 20;
const slowPart = 0.95;

export function sampleOf(ended: readonly PassedJourney[], at: number): Sample {
  const groups = Map.groupBy(ended, ({ journey }) => journey);
  const journeys = [...groups].map(([journey, own]) => {
    const lived = own.map(lifeOf);
    return [
      journey,
      { of: own.length, variants: variantsOf(lived), slowMs: slowOf(lived), acted: actedIn(own) },
    ] as const;
  });
  return { at, journeys: new Map(journeys) };
}

/** Each act at a step once for each journey: who tried three times ended once. */
function actedIn(ended: readonly PassedJourney[]): readonly ActedRow[] {
  const rows = ended.flatMap(({ journey, outcome, rests }) => {
    const done = rests.flatMap(({ action }, at) => {
      const step = rests[at - 1]?.step;
      return action === undefined || step === undefined ? [] : [`${step}\n${action}`];
    });
    return [...new Set(done)].map((key) => ({ journey, outcome, key }));
  });
  const counted = Map.groupBy(rows, ({ key, outcome }) => `${key}\n${outcome}`);
  return [...counted].map(([key, own]): ActedRow => {
    const [step = '', action = '', outcome = ''] = key.split('\n');
    return { journey: own[0]?.journey ?? '', step, action, outcome, count: own.length };
  });
}

interface Life {
  readonly of: PassedJourney;
  /** Steps in order, each with how long it was rested there. */
  readonly passed: readonly { readonly step: string; readonly ms: number }[];
}

/** Inputs that leave a journey where it is lengthen its rest there. */
function lifeOf(of: PassedJourney): Life {
  const moves = of.rests.filter(({ step }, index) => of.rests[index - 1]?.step !== step);
  const passed = moves.map(({ step, at }, index) => {
    return { step, ms: (moves[index + 1]?.at ?? of.endedAt) - at };
  });
  return { of, passed };
}

function variantsOf(lives: readonly Life[]): readonly Variant[] {
  const wayOf = ({ passed }: Life): string => passed.map(({ step }) => step).join('\n');
  const ways = [...Map.groupBy(lives, wayOf)].map(([way, own]): Variant => {
    const outcomes: Record<string, number> = {};
    for (const { of } of own) outcomes[of.outcome] = (outcomes[of.outcome] ?? 0) + 1;
    const lengths = own.map(({ of }) => of.endedAt - of.openedAt);
    return {
      steps: way === '' ? [] : way.split('\n'),
      count: own.length,
      medianMs: quantileOf(lengths, 0.5),
      outcomes,
      example: own[0]?.of.id ?? 0,
    };
  });
  return ways.toSorted((a, b) => b.count - a.count || b.medianMs - a.medianMs);
}

function slowOf(lives: readonly Life[]): ReadonlyMap<string, number> {
  const rests = Map.groupBy(
    lives.flatMap(({ passed }) => passed),
    ({ step }) => step,
  );
  const found = [...rests].flatMap(([step, own]) =>
    own.length < enough
      ? []
      : [
          [
            step,
            quantileOf(
              own.map(({ ms }) => ms),
              slowPart,
            ),
          ] as const,
        ],
  );
  return new Map(found);
}
