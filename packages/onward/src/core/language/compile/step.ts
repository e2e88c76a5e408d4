/** Compiles one step; the key it has says its kind, and each kind has its own function. */
import { compileAwait, compileCommand, compileTask } from './step-asking.ts';
import {
  compileDecide,
  compileEnd,
  compilePark,
  compileTracks,
  compileWait,
} from './step-resting.ts';
import { compileDepends, compileMessage } from './step-knowing.ts';
import type { StepPlace } from './step-base.ts';
import type { Step } from '../model.ts';
import type { WrittenStep } from '../surface/steps.ts';

/** Compiles a step at its place. */
export function compileStep(written: WrittenStep, place: StepPlace): Step {
  if ('await' in written) return compileAwait(written, place);
  if ('task' in written) return compileTask(written, place);
  if ('command' in written) return compileCommand(written, place);
  if ('message' in written) return compileMessage(written, place);
  if ('wait' in written) return compileWait(written, place);
  if ('decide' in written) return compileDecide(written, place);
  if ('depends' in written) return compileDepends(written, place);
  if ('park' in written) return compilePark(written, place);
  if ('tracks' in written) return compileTracks(written, place);
  return compileEnd(written, place);
}
