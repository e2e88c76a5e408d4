/** Ids that a system gave for what we asked it to make: they are the journey's own. */
import type { Facts, Program } from '../core/index.ts';
import type { Outgoing, OutboxRow, Store } from '../store/index.ts';
import { cellOf } from '../store/index.ts';

/** Refs among what a command returned, so that what the system says of them finds its journey. */
export function returnedRefs(program: Program, effect: Outgoing, data: Facts): readonly string[] {
  if (effect.kind === 'look-up') return [];
  const name = effect.kind === 'command' ? effect.command : 'send-message';
  const returns = program.systems[effect.system]?.commands[name]?.returns ?? {};
  return Object.entries(data).flatMap(([fact, value]) => {
    const type = Object.hasOwn(returns, fact) ? returns[fact] : undefined;
    if (type?.kind !== 'ref' || typeof value !== 'string') return [];
    // An id of another system is somebody else's, such as a patient's.
    return type.system === '' || type.system === effect.system ? [value] : [];
  });
}

/** Teaches whose they are, so that an event finds its way by them; they come back. */
export async function teachReturned(
  store: Pick<Store, 'program' | 'teach'>,
  {
    row: { journey, subject, program, effect },
    data,
    at,
  }: { readonly row: OutboxRow; readonly data: Facts; readonly at: number },
): Promise<readonly string[]> {
  if (Object.keys(data).length === 0) return [];
  const returned = returnedRefs(await store.program(cellOf(journey), program), effect, data);
  if (returned.length > 0) {
    await store.teach(
      returned.map((ref) => ({ ref, subject })),
      at,
    );
  }
  return returned;
}
