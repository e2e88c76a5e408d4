/** Explains a journey as it stands now, with what became of its messages. */
import { explain } from '../../core/index.ts';
import type { Explanation, Moment } from '../../core/index.ts';
import type { JourneyView } from '../../store/index.ts';
import type { ApiContext } from '../context.ts';
import { fatesOf } from '../views.ts';

/** Now, what new journeys run on, and what became of the journey's messages. */
export async function momentOf(
  { deps: { clock, engine, reads } }: ApiContext,
  { id }: Pick<JourneyView, 'id'>,
): Promise<Moment> {
  const fates = fatesOf(await reads.messages(id));
  return { now: clock.now(), newest: engine.program, fates };
}

export async function explainNow(context: ApiContext, view: JourneyView): Promise<Explanation> {
  return explain(view.program, view.state, await momentOf(context, view));
}
