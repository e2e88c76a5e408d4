/** What follows of itself when an obligation is not met: the reading of `overdue` in words. */
import { formatSpan } from '../language/describe.ts';
import type { Overdue, Step } from '../language/model.ts';
import type { Obligation } from '../step/types.ts';
import { sayTaken, stepNamed } from './targets.ts';
import type { View } from './targets.ts';

/** The rest of the ladder from where the obligation stands now, each part in its order. */
export function saySilence(view: View, obligation: Obligation): string {
  return partsOf(view, obligation).join(', then ');
}

function partsOf(view: View, obligation: Obligation): readonly string[] {
  const { exceptions } = view.program;
  const step = stepNamed(view.journey, obligation.step);
  switch (obligation.kind) {
    case 'exception':
    case 'ad-hoc': {
      const { escalate, every } = exceptions;
      return climb(view, obligation, { escalate, every });
    }
    case 'park': {
      const every = parkRhythm(view, step) ?? exceptions.every;
      return [remind(obligation.owner, formatSpan(every))];
    }
    default:
      return stepParts(view, obligation, step);
  }
}

function parkRhythm(view: View, step: Step | undefined) {
  return (
    view.state.parked?.parking.reviewEvery ?? (step?.kind === 'park' ? step.within : undefined)
  );
}

function stepParts(view: View, obligation: Obligation, step: Step | undefined): readonly string[] {
  if (step?.kind === 'wait') return [goOn(view, obligation, step.then)];
  if (step?.kind === 'depends' && obligation.started !== true) {
    return [goOn(view, obligation, step.neverStarted)];
  }
  if (step?.kind === 'command' && obligation.readBack !== undefined) {
    const owner = view.program.systems[step.call.system]?.owner ?? obligation.owner;
    return [`${owner} is told that it is not shown`, goOn(view, obligation, step.unknown)];
  }
  if (step !== undefined && 'overdue' in step) return climb(view, obligation, step.overdue);
  return [remind(obligation.owner, formatSpan(view.program.exceptions.every))];
}

/** In the order in which a passed deadline tries them. */
function climb(view: View, obligation: Obligation, overdue: Overdue): readonly string[] {
  const parts: string[] = [];
  if (overdue.lookUp !== undefined && obligation.lookUp === undefined) {
    parts.push(`${overdue.lookUp.system} is asked`);
  }
  const every = formatSpan(overdue.every ?? view.program.exceptions.every);
  const rungs = overdue.escalate.slice(obligation.level);
  const isLast = overdue.then === undefined && overdue.park === undefined;
  rungs.forEach((rung, index) => {
    const later = index === 0 ? '' : `after ${every} `;
    const again = isLast && index === rungs.length - 1 ? ` and is reminded every ${every}` : '';
    parts.push(`${later}${rung} takes it over${again}`);
  });
  const wait = rungs.length === 0 ? '' : `after ${every} `;
  if (overdue.then !== undefined) {
    parts.push(`${wait}${goOn(view, obligation, overdue.then)}`);
  } else if (overdue.park !== undefined) {
    parts.push(`${wait}it is put on hold with ${overdue.park.owner} (${overdue.park.reason})`);
  } else if (rungs.length === 0) {
    parts.push(remind(obligation.owner, every));
  }
  return parts;
}

function goOn(view: View, obligation: Obligation, then: Overdue['then'] & object): string {
  return (
    sayTaken(view, obligation, then) ?? `no way on applies and ${obligation.owner} must look at it`
  );
}

function remind(owner: string, every: string): string {
  return `${owner} is reminded every ${every}`;
}
