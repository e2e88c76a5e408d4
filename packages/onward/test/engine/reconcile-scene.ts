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

  /** Writes what it is given, once under each key, as far as it does. */
  readonly booked = new Map<string, Facts>();
  answersBooking: 'done' | 'rejected' | 'lost' = 'done';

  private book({ key, effect }: Order): Sent {
    if (effect.kind !== 'command') throw new TypeError('No command.');
    if (this.answersBooking === 'rejected') return { kind: 'rejected', data: {} };
    this.booked.set(key, effect.args);
    if (this.answersBooking === 'lost') return { kind: 'done', data: {} };
    const { booking, start } = effect.args;
    for (const [person, said] of this.books) {
      this.books.set(
        person,
        said.map((each) => {
          const isIt = each.booking !== undefined && ref(each.booking) === booking;
          return isIt && typeof start === 'number' ? { ...each, start } : each;
        }),
      );
    }
    return { kind: 'done', data: {} };
  }

  async send(order: Order): Promise<Sent> {
    const { effect } = order;
    if (effect.kind === 'command' && effect.command === 'book') return this.book(order);
    if (effect.kind !== 'look-up') return { kind: 'done', data: {} };
    this.asked += 1;
    if (this.isAway) return { kind: 'retry', code: 'ONW-OUT-REACH' };
    const { page } = effect;
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
