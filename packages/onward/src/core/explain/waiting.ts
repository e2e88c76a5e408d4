/** What is waited for, from whom and what comes next: one phrase each, per kind of obligation. */
import type { CommandStep, Handler, MessageStep, Step } from '../language/model.ts';
import { near, passed } from '../step/clocks.ts';
import { parkSlot } from '../step/draft.ts';
import { byHand } from '../step/hold.ts';
import { unverified } from '../step/read-back.ts';
import type { Obligation } from '../step/types.ts';
import { actionsOf } from './actions.ts';
import { sayTargets, stepNamed, targetsOf } from './targets.ts';
import type { View } from './targets.ts';
import { sayList } from './wording.ts';

export interface Waiting {
  readonly waitingFor: string;
  readonly from: string | null;
  readonly next: string;
  /** How a sentence about it begins. */
  readonly clause: string;
}

export function sayWaiting(view: View, obligation: Obligation): Waiting {
  const { kind, name, owner } = obligation;
  const step = stepNamed(view.journey, obligation.step);
  const meanwhile = 'the plan goes on beside it';
  if (kind === 'exception') {
    const waitingFor = sayException(view, obligation);
    const clause = `Waiting for ${owner} to look into ${waitingFor},`;
    return { waitingFor, from: owner, next: meanwhile, clause };
  }
  if (kind === 'ad-hoc') {
    const clause = `Waiting for ${owner} to do ${name} (added by hand)`;
    return { waitingFor: name, from: owner, next: meanwhile, clause };
  }
  if (kind === 'park') return sayPark(view, obligation);
  return sayStep(view, obligation, step);
}

function sayPark(view: View, obligation: Obligation): Waiting {
  const { name, owner } = obligation;
  const held = obligation.slot === parkSlot ? view.state.parked : undefined;
  const names = (held?.resting ?? []).map((each) => each.step);
  const next =
    held === undefined ? sayActions(view, obligation) : `${sayList(names, 'and')} goes on`;
  const clause = `On hold with ${owner} (${name})`;
  return { waitingFor: `a decision of ${owner} (${name})`, from: owner, next, clause };
}

function sayStep(view: View, obligation: Obligation, step: Step | undefined): Waiting {
  const { name, owner } = obligation;
  switch (step?.kind) {
    case 'await': {
      const events = sayList(step.events, 'or');
      const next = sayEvents(view, step, step.events);
      return {
        waitingFor: events,
        from: step.from,
        next,
        clause: `Waiting for ${events} from ${step.from}`,
      };
    }
    case 'task': {
      const choices = sayList(Object.keys(step.actions), 'or');
      const clause = `Waiting for ${owner} to do ${step.task} (${choices})`;
      return { waitingFor: step.task, from: owner, next: sayActions(view, obligation), clause };
    }
    case 'command': {
      const { system, command } = step.call;
      if (obligation.readBack !== undefined) return sayUnverified(step);
      const clause = `Waiting for ${system} to do ${command}`;
      return { waitingFor: command, from: system, next: sayTargets(step.done), clause };
    }
    case 'message': {
      const waitingFor = `the message ${step.template} to be ${told(step)}`;
      const clause = `Waiting for ${waitingFor} by ${step.via}${sayChannel(step, obligation)}`;
      return { waitingFor, from: step.via, next: sayTargets(step.then), clause };
    }
    case 'depends': {
      const goal = step.milestone === undefined ? 'end' : `reach ${step.milestone}`;
      const begun = obligation.started === true ? '' : ', which has not begun,';
      const clause = `Waiting for the journey ${step.journey}${begun} to ${goal}`;
      const waitingFor = `the journey ${step.journey} to ${goal}`;
      return { waitingFor, from: step.journey, next: sayTargets(step.reached), clause };
    }
    case 'wait':
      return {
        waitingFor: 'time to pass',
        from: null,
        next: sayTargets(step.then),
        clause: 'Waiting',
      };
    default:
      return { waitingFor: name, from: owner, next: 'unknown', clause: `Waiting for ${name}` };
  }
}

/** Its system has done it, and does not show it yet. */
function sayUnverified({ call: { system, command }, done }: CommandStep): Waiting {
  const waitingFor = `what ${command} wrote to be read back`;
  const clause = `Waiting for ${system} to show what ${command} wrote (done, unverified)`;
  return { waitingFor, from: system, next: sayTargets(done), clause };
}

/** Whether the program itself hands the event to a person where the journey rested. */
export function isPlanned(view: View, { kind, name, step }: Obligation): boolean {
  const at = kind === 'exception' ? stepNamed(view.journey, step) : undefined;
  return at !== undefined && handlerOf(view, at, name)?.kind === 'exception';
}

/** Something that a person must look into, from the name under which it was raised. */
export function sayException(view: View, obligation: Obligation): string {
  const { name } = obligation;
  if (isPlanned(view, obligation)) return `${name}, which the plan leaves to a person`;
  if (name === 'no-choice-holds') return 'a decision none of whose choices holds';
  if (name === 'no-way-on-after-join') return 'tracks that have joined without a way on';
  if (name.startsWith('onw-')) return `an input that could not be applied (${name.toUpperCase()})`;
  const colon = name.indexOf(':');
  if (colon < 0) return `${name}, which nothing here expects`;
  const [what, how] = [name.slice(0, colon), name.slice(colon + 1)];
  if (name.startsWith(byHand)) return `${how}, which cannot come while its system is out`;
  if (how === passed) return `${what}, whose target has passed`;
  if (how === near) return `${what}, whose target is near`;
  if (how === 'overdue') return `${what}, which is overdue and has no way on`;
  if (how === unverified) return `${what}, which was done and is not shown by its system`;
  return `${what}, which came out as ${how} and has no way on`;
}

const knowing: Readonly<Record<MessageStep['until'], string>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  replied: 'answered',
  confirmed: 'confirmed',
};

function told(step: MessageStep): string {
  return knowing[step.until];
}

function sayChannel(step: MessageStep, { channel }: Obligation): string {
  const name = step.channels[channel ?? 0];
  return name === undefined ? '' : ` over ${name}`;
}

function sayActions(view: View, obligation: Obligation): string {
  const ways = actionsOf(view.journey, obligation).map(({ name, leadsTo }) => {
    return leadsTo.length === 0 ? `here again (${name})` : `${sayList(leadsTo, 'or')} (${name})`;
  });
  return sayList(ways, 'or');
}

/** Where the events waited for lead, as the step, its stage or the journey handles them. */
function sayEvents(view: View, step: Step, events: readonly string[]): string {
  const targets = events.flatMap((event) => {
    const handler = handlerOf(view, step, event);
    return handler?.kind === 'go' ? targetsOf(handler.transitions) : [];
  });
  return targets.length === 0 ? 'the journey stays here' : sayList([...new Set(targets)], 'or');
}

function handlerOf({ journey }: View, step: Step, event: string): Handler | undefined {
  return step.on[event] ?? journey.stages[step.stage]?.on[event] ?? journey.on[event];
}
