/** The continuity proof: everything that can become of a journey is explored, and judged. */
import type { Journey, Program } from '../language/model.ts';
import { formatDuration } from '../language/describe.ts';
import { judgeContracts } from './contracts.ts';
import { judgeCoverage } from './coverage.ts';
import type { State } from '../step/types.ts';
import { Abstraction } from './configuration.ts';
import { Explorer } from './explorer.ts';
import { Findings } from './findings.ts';
import { CapReached } from './graph.ts';
import { Judge } from './judge.ts';
import { judgeEnds, judgeProgress } from './progress.ts';
import { properties } from './report.ts';
import type {
  CheckOptions,
  CheckReport,
  JourneyReport,
  PropertyId,
  PropertyReport,
  Verdict,
} from './report.ts';
import { judgeSilence } from './silence.ts';
import type { SilenceBound } from './silence.ts';
import { judgeStaff } from './staffed.ts';
import { tell } from './tell.ts';

/** Configurations of one journey beyond which it is said to be unknown: under 512 MB. */
const defaultCap = 100_000;

/** Proves or refutes C1–C11 of every journey of a program. */
export function check(program: Program, options: CheckOptions): CheckReport {
  const journeys = Object.values(program.journeys).map((journey) =>
    checkJourney(program, journey, options),
  );
  return { verdict: worst(journeys.map(({ verdict }) => verdict)), journeys };
}

/**
 * The configuration that a state of a journey stands in, as stories name it (`endsIn`): states with
 * the same name cannot be told apart by anything that happens next.
 */
export function classOf(program: Program, state: State, now: number): string {
  const journey = program.journeys[state.journey];
  if (journey === undefined) return '';
  return new Abstraction(program, journey).of(state, now).key;
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('refuted')) return 'refuted';
  return verdicts.includes('unknown') ? 'unknown' : 'proved';
}

/** What was found of one journey, before it is put into words. */
export interface Judged {
  readonly explorer: Explorer;
  readonly findings: Findings;
  readonly bound: SilenceBound | undefined;
  /** Why nothing certain can be said; undefined when everything was seen. */
  readonly unknown: string | undefined;
}

function checkJourney(program: Program, journey: Journey, options: CheckOptions): JourneyReport {
  const { ticks = () => 0 } = options;
  const began = ticks();
  const judged = judge(program, journey, options);
  const reports = (Object.keys(properties) as PropertyId[]).map((id) =>
    report(id, judged, { program, journey, options }),
  );
  return {
    journey: journey.name,
    configurations: judged.explorer.graph.nodes.length,
    ms: Math.round((ticks() - began) * 10) / 10,
    verdict: worst(reports.map(({ verdict }) => verdict)),
    properties: reports,
  };
}

/** Explores a journey and judges all that was found. */
export function judge(program: Program, journey: Journey, options: CheckOptions): Judged {
  const { cap = defaultCap, onProgress } = options;
  const findings = new Findings();
  const witness = new Judge({ program, journey }, findings, (node) => {
    return node.part === undefined && explorer.partsAt(node.configuration) !== undefined;
  });
  const explorer: Explorer = new Explorer(program, journey, {
    cap,
    witness,
    onGrowth: (configurations) => onProgress?.({ journey: journey.name, configurations }),
  });
  judgeContracts(program, journey, findings);
  judgeStaff(program, journey, findings);
  const unknown = explored(explorer, cap);
  const { graph, followed } = explorer;
  if (unknown !== undefined) return { explorer, findings, bound: undefined, unknown };
  judgeEnds({ program, journey }, graph, findings);
  judgeProgress(journey, graph, findings);
  judgeCoverage(journey, followed, findings);
  // Where nobody ever works, no deadline in working time has an end.
  const isStaffed = findings.of('C11') === undefined;
  const bound = judgeSilence({ program, journey, graph, now: options.now, isStaffed }, findings);
  return { explorer, findings, bound, unknown };
}

function explored(explorer: Explorer, cap: number): string | undefined {
  const [unclear] = explorer.abstraction.relevance.unclear;
  if (unclear !== undefined) {
    return `${unclear} is compared with a fixed time and with a time from now; use one of the two.`;
  }
  try {
    explorer.run();
    return undefined;
  } catch (error) {
    if (!(error instanceof CapReached)) throw error;
    return (
      `There are more than ${cap} configurations; split the journey, or share less between its ` +
      'tracks, or raise the cap.'
    );
  }
}

interface About {
  readonly program: Program;
  readonly journey: Journey;
  readonly options: CheckOptions;
}

function report(id: PropertyId, judged: Judged, about: About): PropertyReport {
  const { findings, unknown, bound } = judged;
  const cases = findings.cases(id);
  if (cases.length > 0) {
    const { verdict, ...told } = tell(cases, judged.explorer, about);
    const all = findings.all(id);
    const also = all.slice(1, 51).map(({ says, spot }) => {
      const at = about.options.locate?.(spot);
      return { says, spot, ...(at === undefined ? {} : { at }) };
    });
    return { id, verdict, count: all.length, ...(also.length === 0 ? {} : { also }), ...told };
  }
  if (unknown !== undefined && id !== 'C11') return { id, verdict: 'unknown', reason: unknown };
  if (id !== 'C2' || bound === undefined) return { id, verdict: 'proved' };
  return { id, verdict: 'proved', bound: inWords(bound), boundMs: bound.ms };
}

function inWords({ ms, owner, outcome, after }: SilenceBound): string {
  const told = owner === undefined ? `the journey ends (${outcome ?? ''})` : `${owner} is told`;
  const later = [...after].map(([fact, most]) => `${formatDuration(most)} after ${fact}`);
  const from = later.length === 0 ? '' : `, or ${later.join(', ')} where that is later`;
  return `if everyone goes silent, ${told} within ${formatDuration(ms)}${from}`;
}
