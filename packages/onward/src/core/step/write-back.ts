/** Of a difference we are right: the system is given what the journey believes. */
import { afresh } from './draft.ts';
import type { Draft } from './draft.ts';
import type { ControlInput, DriftInput, Obligation } from './types.ts';

/**
 * The system is asked to hold what the journey believes. Whoever owns the difference has their time
 * anew: it is over when the system shows what was written, and climbs where it does not. A command
 * that fails is an exception of its own.
 */
export function writeBack(
  draft: Draft,
  input: Extract<ControlInput, { control: 'write-back' }>,
): void {
  const { what, command, args } = input;
  const system = what.slice(0, what.indexOf('.'));
  const step = draft.root()?.step ?? '';
  const name = driftName(input);
  const owner = draft.program.systems[system]?.owner ?? '';
  draft.raise(name, owner, step);
  const open = exceptionOf(draft, name);
  if (open !== undefined && open.opened !== draft.version) {
    const due = draft.dueIn(draft.program.exceptions.within, owner);
    draft.replace(open, afresh(open, owner, due));
    draft.say({ kind: 'rescheduled', name, due });
  }
  draft.ask(
    { kind: 'command', system, command, args, step, passing: true },
    `${system}.${command}`,
  );
}

/** What is open of a difference. */
export function exceptionOf(draft: Draft, name: string): Obligation | undefined {
  return draft.obligations.find((each) => each.kind === 'exception' && each.name === name);
}

/** What the exception of a drift is called: `scheduler.booking:changed`. */
export function driftName({ what, class: drift }: Pick<DriftInput, 'what' | 'class'>): string {
  return `${what}:${drift}`;
}
