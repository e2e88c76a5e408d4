/** The proof as it is kept beside the program version it is of: verdicts and bounds, no stories. */
import type { CheckReport, JourneyReport, PropertyId, PropertyReport } from '../core/index.ts';

/** A property that a person let pass unproved, and why. */
export interface Acceptance {
  readonly property: PropertyId;
  /** A sentence about the program; nothing of a person stands in it. */
  readonly reason: string;
}

/** What is kept of the proof of one program version. */
export interface StoredProof {
  readonly verdict: CheckReport['verdict'];
  /** Epoch milliseconds of real time, also where the clock of development was moved. */
  readonly checkedAt: number;
  readonly journeys: readonly {
    readonly journey: string;
    readonly verdict: JourneyReport['verdict'];
    readonly configurations: number;
    readonly properties: readonly Pick<PropertyReport, 'id' | 'verdict' | 'bound' | 'boundMs'>[];
  }[];
  /** Empty where everything is proved. */
  readonly accepted: readonly Acceptance[];
}

/** What is kept of a report: its stories are told again by `onward check`. */
export function storedProof(
  { verdict, journeys }: CheckReport,
  { at, accepted }: { readonly at: number; readonly accepted: readonly Acceptance[] },
): StoredProof {
  return {
    verdict,
    checkedAt: at,
    journeys: journeys.map(({ journey, verdict: own, configurations, properties }) => ({
      journey,
      verdict: own,
      configurations,
      properties: properties.map(keptOf),
    })),
    accepted,
  };
}

function keptOf({
  id,
  verdict,
  bound,
  boundMs,
}: PropertyReport): StoredProof['journeys'][number]['properties'][number] {
  return {
    id,
    verdict,
    ...(bound === undefined ? {} : { bound }),
    ...(boundMs === undefined ? {} : { boundMs }),
  };
}
