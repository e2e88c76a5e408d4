/** A scheduler whose books differ from what is believed, on the real engine and a real database. */
import { declared } from '../../src/core/index.ts';
import type { Facts, OperationalEvent } from '../../src/core/index.ts';
import type { Order, Sent } from '../../src/runtime/index.ts';
import type { DriftRow } from '../../src/store/index.ts';
import { begin, ref, Stage } from '../stage.ts';
import { deskProgram } from './reconcile-program.ts';
import type { Desk } from './reconcile-program.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

export interface Said {
  readonly event: string;
  readonly person: string;
  readonly booking?: string | undefined;
  readonly start?: number | undefined;
  readonly at?: number;
}

/** What the scheduler says, as an event: told, or found under an id of the look-up's own. */
function say({ event, person, booking, start, at = begin }: Said, found = false): OperationalEvent {
  const data: Record<string, Facts[string]> = { patient: ref(person) };
  if (booking !== undefined) data['booking'] = ref(booking);
  if (start !== undefined) data['start'] = start;
  const words = `${event}/${person}/${booking ?? ''}/${start ?? ''}/${at}`;
  const own = { name: 'booking', ref: ref(booking ?? ''), of: 'journey' } as const;
  return {
    type: declared(`sys.${event}`),
    source: declared('sys'),
    id: declared(`${found ? 'f' : 't'}-${ref(words)}`),
    occurredAt: at,
    refs: [
      { name: 'patient', ref: ref(person), of: 'subject' },
      ...(booking === undefined ? [] : [own]),
    ],
    data: data as OperationalEvent['data'],
    digest: ref(words),
    ...(found ? { observed: { by: 'look-up' as const, at: begin } } : {}),
  };
}

/** The scheduler's own books: what it answers when it is asked. */
class Scheduler {
  readonly books = new Map<string, Said[]>();
  /** Whose refs these are, as the edge would open them. */
  refsOf: (subject: number) => Promise<readonly string[]> = () => Promise.resolve([]);
  asked = 0;
  isAway = false;
  pageSize = 2;

  write(...said: readonly Said[]): void {
    for (const each of said) {
      const of = this.books.get(each.person) ?? [];
      this.books.set(each.person, [...of, each]);
    }
  }

  async send(order: Order): Promise<Sent> {
    if (order.effect.kind !== 'look-up') return { kind: 'done', data: {} };
    this.asked += 1;
    if (this.isAway) return { kind: 'retry', code: 'ONW-OUT-REACH' };
    const { page } = order.effect;
    if (page === undefined) {
      const refs = await this.refsOf(order.subject);
      const said = [...this.books].flatMap(([person, each]) =>
        refs.includes(ref(person)) ? each : [],
      );
      return { kind: 'done', data: {}, observed: said.map((each) => say(each, true)) };
    }
    const all = [...this.books.values()].flat().map((each) => say(each, true));
    const observed = all.slice(page * this.pageSize, (page + 1) * this.pageSize);
    const more = all.length > (page + 1) * this.pageSize;
    return { kind: 'done', data: {}, observed, more };
  }
}

interface Scene {
  readonly stage: Stage;
  readonly scheduler: Scheduler;
  /** Tells an event, as a delivery does; its journey. */
  readonly tell: (said: Said) => Promise<string>;
  readonly open: (state?: 'open' | 'closed') => Promise<readonly DriftRow[]>;
}

export async function scene(desk: Desk = {}): Promise<Scene> {
  const scheduler = new Scheduler();
  const stage = await Stage.set({
    program: deskProgram(desk),
    send: (order) => scheduler.send(order),
  });
  const { store } = stage.open;
  scheduler.refsOf = async (subject) => (await store.refsOf([subject])).map((each) => each.ref);
  return {
    stage,
    scheduler,
    async tell(said) {
      const [result] = await stage.send(say(said));
      return result?.journeys[0] ?? '';
    },
    open: (state = 'open') => store.reconciling.drifts({ state }, { limit: 100 }),
  };
}

const ann = { person: 'ann' };
export const referred: Said = { event: 'referred', ...ann };
export const booked: Said = {
  event: 'booked',
  ...ann,
  booking: 'b-1',
  start: begin + day,
  at: begin + 1,
};
