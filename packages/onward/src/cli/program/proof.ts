/** Whether a program may run: what of it is not proved is refused, unless a person accepts it. */
import { join, relative } from 'node:path';
import { declared, RejectError, joined, sentence } from '../../core/index.ts';
import type { CheckReport, PropertyReport } from '../../core/index.ts';
import { storedProof, type Acceptance, type StoredProof } from '../../store/index.ts';
import type { Terminal } from '../terminal.ts';
import type { LoadedProgram } from './load.ts';
import type { Prove } from './proving.ts';

/** A property that is not proved of a journey. */
interface Doubt {
  readonly journey: string;
  readonly property: PropertyReport;
}

export interface ProofTerms {
  readonly prove: Prove;
  /** What a person lets pass, with the reason. */
  readonly accept: readonly Acceptance[];
  /** Epoch milliseconds of real time. */
  readonly at: number;
  /** The program as the user named it. */
  readonly path: string;
}

/**
 * Proves a program before it runs and tells what is not proved, a line for each.
 * @returns what is to be kept with its version; undefined where there is no proof
 * @throws RejectError ONW-PROGRAM-UNPROVED when something is neither proved nor accepted
 */
export async function proveProgram(
  loaded: LoadedProgram,
  { prove, accept, at, path }: ProofTerms,
  terminal: Terminal,
): Promise<StoredProof | undefined> {
  const report = await prove(loaded, { now: at });
  if (report === undefined) return undefined;
  const doubts = doubtsOf(report);
  const accepted = accept.filter(({ property }) =>
    doubts.some((doubt) => doubt.property.id === property),
  );
  for (const { property } of accept.filter((each) => !accepted.includes(each))) {
    const words = `${property} is proved: --accept ${property} changes nothing and is not kept.`;
    terminal.note(terminal.paint('warn', words));
  }
  const isAccepted = ({ property }: Doubt): boolean =>
    accepted.some((each) => each.property === property.id);
  for (const doubt of doubts) {
    const line = doubtLine(doubt);
    terminal.note(
      isAccepted(doubt)
        ? terminal.paint('warn', `${line} (accepted)`)
        : terminal.paint('bad', line),
    );
  }
  const open = doubts.filter((doubt) => !isAccepted(doubt));
  if (open.length > 0) throw unproved(open, path);
  if (doubts.length === 0) terminal.note(terminal.paint('dim', provedLine(report)));
  return storedProof(report, { at, accepted });
}

function doubtsOf({ journeys }: CheckReport): readonly Doubt[] {
  return journeys.flatMap(({ journey, properties }) =>
    properties
      .filter(({ verdict }) => verdict !== 'proved')
      .map((property) => ({ journey, property })),
  );
}

/** `C1 refuted · first-visit · what is wrong, in a sentence` */
function doubtLine({ journey, property }: Doubt): string {
  const { id, verdict, counterexample, reason } = property;
  return [`${id} ${verdict}`, journey, counterexample?.says ?? reason ?? ''].join(' · ');
}

function unproved(open: readonly Doubt[], path: string): RejectError {
  const ids = [...new Set(open.map(({ property }) => property.id))];
  const words = ids.map((id) => `--accept ${id}="why, in a sentence"`);
  const accepting = declared(words.join(' '));
  const message = joined(
    sentence`Not proved: ${declared(ids.join(', '))}.`,
    sentence`\`onward check ${declared(path)}\` tells the story;`,
    sentence`to run it all the same: ${accepting}`,
  );
  return new RejectError('ONW-PROGRAM-UNPROVED', message);
}

/** `proved C1–C11 · 1 journey · 812 configurations · 41 ms` */
function provedLine({ journeys }: CheckReport): string {
  const configurations = journeys.reduce((sum, each) => sum + each.configurations, 0);
  const ms = journeys.reduce((sum, each) => sum + each.ms, 0);
  return [
    'proved C1–C11',
    `${journeys.length} ${journeys.length === 1 ? 'journey' : 'journeys'}`,
    `${configurations} configurations`,
    `${Math.ceil(ms)} ms`,
  ].join(' · ');
}

/**
 * One line on a whole report: what is proved, or the first thing that is not, with its place, which
 * an editor's terminal opens.
 */
export function proofLine(report: CheckReport, folder: string): string {
  const [first, ...rest] = doubtsOf(report);
  if (first === undefined) return provedLine(report);
  const { journey, property } = first;
  const { at, says } = property.counterexample ?? {};
  const words = says ?? property.reason ?? '';
  const place =
    at === undefined
      ? ''
      : ` ${relative(process.cwd(), join(folder, at.file))}:${at.line}:${at.column}`;
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more: onward check)`;
  return `${property.verdict}: ${property.id} ${journey}${place} ${words}${more}`.trimEnd();
}
