/** What holds of the definition itself, whatever happens: late answers, other journeys. */
import type { CommandStep, DependsStep, Journey, Program } from '../language/model.ts';
import type { Findings } from './findings.ts';
import type { Spot } from './report.ts';
import { isFinite } from './timeless.ts';

/** Judges what can be read off the steps, and off the plan for what nobody planned for. */
export function judgeContracts(program: Program, journey: Journey, findings: Findings): void {
  judgeExceptions(program, findings);
  for (const [name, step] of Object.entries(journey.steps)) {
    const spot: Spot = { journey: journey.name, step: name, below: [] };
    if (step.kind === 'command') judgeCommand(step, spot, findings);
    if (step.kind === 'depends') judgeDepends(program, step, { spot, findings });
  }
}

/** C1 for what nobody planned for: it comes back until one accountable person has seen to it. */
function judgeExceptions({ exceptions, teams }: Program, findings: Findings): void {
  const { within, every, escalate } = exceptions;
  for (const [key, span] of [
    ['within', within],
    ['every', every],
  ] as const) {
    if (isFinite(span)) continue;
    const says = 'An exception has no date by which it must be seen to.';
    const mend = `Give \`exceptions: ${key}\` a time that ends.`;
    findings.add({ property: 'C1', says, mend, spot: { below: ['exceptions', key] } });
  }
  if (teams[escalate.at(-1) ?? '']?.role === true) return;
  const says = 'Exceptions end with nobody who is accountable.';
  const mend = 'Let the last of `escalate` be a role.';
  findings.add({ property: 'C1', says, mend, spot: { below: ['exceptions', 'escalate'] } });
}

function judgeCommand(step: CommandStep, spot: Spot, findings: Findings): void {
  for (const answer of ['done', 'rejected', 'exhausted', 'unknown'] as const) {
    if (step[answer].length > 0) continue;
    const says = `${spot.step ?? ''} says nothing for when it is ${answer}.`;
    const mend = `Add \`${answer}\`, with where it leads.`;
    findings.add({ property: 'C3', says, mend, spot: { ...spot, below: [answer] } });
  }
  // A definition that was not compiled may lack it.
  const late = step.late as CommandStep['late'] | undefined;
  if (late !== undefined) return;
  const says = `${spot.step ?? ''} says nothing of an answer that comes after it was left.`;
  const mend = 'Add `late`: `exception`, or `{ ignore: … }` with the reason.';
  findings.add({ property: 'C3', says, mend, spot: { ...spot, below: ['late'] } });
}

function judgeDepends(
  program: Program,
  step: DependsStep,
  { spot, findings }: { readonly spot: Spot; readonly findings: Findings },
): void {
  const add = (says: string, mend: string, ...below: string[]): void => {
    findings.add({ property: 'C10', says, mend, spot: { ...spot, below } });
  };
  const other = program.journeys[step.journey];
  if (other === undefined) {
    add(`There is no journey ${step.journey}.`, 'Name a journey of the program.', 'depends');
    return;
  }
  if (step.milestone !== undefined && !other.milestones.includes(step.milestone)) {
    const says = `${step.journey} never reaches ${step.milestone}.`;
    add(says, 'Name one of its milestones.', 'depends', 'milestone');
  }
  for (const end of Object.values(other.steps)) {
    if (end.kind !== 'end' || end.track !== '') continue;
    const ways = step.ended[end.outcome] ?? (step.milestone === undefined ? step.reached : []);
    if (ways.length > 0) continue;
    const says = `${step.journey} can end as ${end.outcome}, and nothing leads on then.`;
    add(says, 'Add it under `ended`.', 'ended', end.outcome);
  }
  if (step.neverStarted.length === 0) {
    add(
      `Nothing leads on when ${step.journey} never starts.`,
      'Add `never-started`.',
      'never-started',
    );
  }
  const within = step.within as DependsStep['within'] | undefined;
  const span = within?.kind === 'fact' ? within.otherwise : within;
  if (span === undefined || !isFinite(span)) {
    add(`It waits for ${step.journey} without an end.`, 'Add a deadline: `within`.', 'within');
  }
}
