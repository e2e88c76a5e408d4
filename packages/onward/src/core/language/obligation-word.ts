/** What the obligation of a step is called. */
import type { Step } from './model.ts';

/** `name`: of the step itself, where its kind has no better word. */
export function obligationWord(step: Step, name: string): string {
  switch (step.kind) {
    case 'await':
      return step.events[0] ?? name;
    case 'task':
      return step.task;
    case 'park':
      return step.reason;
    case 'depends':
      return step.journey;
    case 'command':
      return `${step.call.system}.${step.call.command}`;
    case 'message':
      return step.template;
    case 'wait':
    case 'decide':
    case 'tracks':
    case 'end':
      return name;
  }
}
