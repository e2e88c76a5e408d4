/** The way out of the engine: to the edge in this process, or to a board where another comes. */
import { OrderBoard, type Order, type Outlet } from '../../runtime/index.ts';
import { parseJourneyId } from '../../core/index.ts';
import { cellOf, programHash, type Store } from '../../store/index.ts';
import { carry, isIdempotent, type Carrier } from './carry.ts';

type Refs = Pick<Store, 'refsOf' | 'subjectsOf'>;

const idempotent: Outlet['idempotent'] = ({ program, effect }) =>
  isIdempotent(program, effect.system);

export function createOutlet(carrier: Carrier & { readonly store: Refs }): Outlet {
  const refsOf = reader(carrier.store);
  return {
    idempotent,
    send: async (order) => carry({ ...order, refs: await refsOf(order) }, carrier),
  };
}

/** An edge that does not come within a minute is away; one may take two minutes for an order. */
const waitMs = 60_000;
const answerMs = 120_000;

export function createBoard(store: Refs): OrderBoard {
  const refsOf = reader(store);
  return new OrderBoard({
    refsOf,
    hashOf: ({ program }) => programHash(program),
    idempotent,
    waitMs,
    answerMs,
  });
}

function reader(store: Refs): (order: Order) => Promise<readonly string[]> {
  return async ({ journey, subject }) => {
    // Whose the journey was when it was asked for may be merged into another, or taken out again.
    const id = parseJourneyId(journey) ?? 0;
    const now = (await store.subjectsOf(cellOf(id), [id])).get(id) ?? subject;
    return (await store.refsOf([now])).map(({ ref }) => ref);
  };
}
