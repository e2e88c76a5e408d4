/**
 * Programs with one fault each: a sound program, changed at one place so that a property must fall.
 */
import type { Program } from '../../src/core/index.ts';
import type { PropertyId } from '../../src/core/check/index.ts';
import * as deadlines from './mutation/deadlines.ts';
import { changed, pointerTo } from './mutation/edit.ts';
import type { Edit } from './mutation/edit.ts';
import { Graph } from './mutation/graph.ts';
import * as hears from './mutation/hears.ts';
import * as leads from './mutation/leads.ts';
import * as promises from './mutation/promises.ts';
import * as staff from './mutation/staff.ts';

/** A program with one fault. */
export interface Mutant {
  readonly operator: string;
  /** The journey of which a property must be refuted. */
  readonly journey: string;
  /** JSON pointer to the place that differs from the original. */
  readonly where: string;
  /** At least one of them must be refuted; the most right one first. */
  readonly expected: readonly PropertyId[];
  readonly program: Program;
}

const operators: readonly ((graph: Graph) => readonly Edit[])[] = [
  deadlines.deadlineEdits,
  deadlines.ownerEdits,
  deadlines.overdueEdits,
  deadlines.exceptionEdits,
  leads.missingEdits,
  leads.branchEdits,
  leads.redirectEdits,
  leads.circleEdits,
  leads.factEdits,
  hears.handlerEdits,
  hears.hearsAgainEdits,
  hears.undoEdits,
  promises.lateEdits,
  promises.joinEdits,
  promises.dependsEdits,
];

/**
 * Every mutant of a sound program, one for each place where an operator breaks a law for certain:
 * an operator leaves out the places where what is left is sound too, each by its own reason.
 */
export function mutantsOf(program: Program): readonly Mutant[] {
  const graphs = Object.values(program.journeys).map((journey) => new Graph(program, journey));
  const edits = [
    ...graphs.flatMap((graph) => operators.flatMap((operator) => operator(graph))),
    ...staff.staffEdits(program, graphs),
  ];
  return distinct(edits).map(({ operator, journey, path, value, expected: each }) => {
    const expected = [...new Set(each)];
    const where = pointerTo(path);
    return { operator, journey, where, expected, program: changed(program, path, value) };
  });
}

/** Two operators may come to the same change; the first one stands for both. */
function distinct(edits: readonly Edit[]): readonly Edit[] {
  const key = ({ path, value }: Edit): string => `${pointerTo(path)} ${write(value)}`;
  return [...new Map(edits.toReversed().map((edit) => [key(edit), edit])).values()].toReversed();
}

function write(value: unknown): string {
  if (value === Infinity) return 'Infinity';
  return JSON.stringify(value, (_, each: unknown) => (each === Infinity ? 'Infinity' : each)) ?? '';
}
