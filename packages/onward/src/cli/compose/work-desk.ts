/** What the console works from: the queue, and what is counted of it in the background. */
import type { WorkDesk } from '../../api/index.ts';
import type { Clock, Program } from '../../core/index.ts';
import { PlaceCounter } from '../../runtime/index.ts';
import type { Engine } from '../../runtime/index.ts';
import type { OpenStore } from '../../store/index.ts';

export interface WorkParts {
  readonly database: Pick<OpenStore, 'work'>;
  readonly engine: Pick<Engine, 'program'>;
  readonly clock: Clock;
}

export function createWork({ database: { work }, engine, clock }: WorkParts): WorkDesk {
  const program = (): Program => engine.program;
  const now = (): number => clock.now();
  const wall = (): number => Date.now();
  return { store: work, counts: new PlaceCounter({ work, program, now, wall }) };
}
