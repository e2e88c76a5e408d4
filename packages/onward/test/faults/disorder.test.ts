/**
 * R3: order, loss and delay do not matter in the end. What is compared, journey by journey, with an
 * undisturbed run: how it ended, facts, milestones, what it took (each event once) and what it
 * ordered. Its times differ, as they must.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { OperationalEvent } from '../../src/core/index.ts';
import type { Sent } from '../../src/runtime/index.ts';
import { begin, event, Stage } from '../stage.ts';
import { anyOrder } from './any-order.ts';
import { chance, figure, goal, patience, until } from './figures.ts';

const hour = 3_600_000;
const journeys = goal({ short: 400, full: 10_000 });

interface Delivery {
  /** Hours after the beginning. */
  readonly at: number;
  readonly event: OperationalEvent;
}

const kinds = ['started', 'paid', 'filled', 'booked', 'visited'];
const kindOf = ({ event: { type } }: Delivery): string => type.slice('sys.'.length);

/** What happens to each person, in the order and at the hours it happens. */
function story(person: number): readonly Delivery[] {
  const data = [
    { urgent: person % 3 === 0 },
    { amount: person % 1_000 },
    { score: person % 11 },
    { start: begin + person * 60_000 },
    {},
  ];
  return kinds.map((name, index) => {
    const at = (person % 24) + index * 7;
    const occurredAt = begin + at * hour;
    const facts = data[index] ?? {};
    return {
      at,
      event: event(name, `person-${person}`, { id: `${name}-${person}`, data: facts, occurredAt }),
    };
  });
}

interface Disturbed {
  readonly deliveries: readonly Delivery[];
  readonly dropped: readonly Delivery[];
  readonly doubled: number;
}

function disturb(deliveries: readonly Delivery[], next: () => number): Disturbed {
  const kept: Delivery[] = [];
  const dropped: Delivery[] = [];
  let doubled = 0;
  for (const { at, event: original } of deliveries) {
    const skewed = { ...original, occurredAt: original.occurredAt + (next() * 2 - 1) * 24 * hour };
    const late = (): Delivery => ({ at: at + next() * 72, event: skewed });
    if (next() < 0.05) {
      dropped.push(late());
      continue;
    }
    kept.push(late());
    if (next() >= 0.05) continue;
    kept.push(late());
    doubled++;
  }
  return { deliveries: kept, dropped, doubled };
}

/** Sends what each hour brings. */
async function play(stage: Stage, deliveries: readonly Delivery[]): Promise<void> {
  const hours = Map.groupBy(deliveries, ({ at }) => Math.floor(at));
  for (const [at, each] of [...hours].toSorted(([a], [b]) => a - b)) {
    await stage.wait(begin + at * hour - stage.now);
    const events = each.toSorted((a, b) => a.at - b.at).map((delivery) => delivery.event);
    for (const result of await stage.send(...events)) {
      expect(['accepted', 'duplicate', 'unmatched']).toContain(result.status);
    }
  }
  await stage.engine.idle();
}

interface Ending {
  readonly stage: Stage;
  /** By the event that began the journey. */
  readonly ends: ReadonlyMap<string, unknown>;
}

async function ending(stage: Stage): Promise<Ending> {
  const ends = new Map<string, unknown>();
  const orders = Map.groupBy(stage.orders, (order) => order.journey);
  for (let after = 0; ;) {
    const page = await stage.open.reads.journeys({}, { after, limit: 200 });
    const last = page.at(-1);
    if (last === undefined) return { stage, ends };
    after = last.id;
    for (const { id, state } of page) {
      const entries = await stage.open.reads.journal(id, { after: 0, limit: 100 });
      const { status, outcome, facts, milestones, obligations } = state;
      const ordered = orders.get(`jrn_${id.toString(32)}`) ?? [];
      ends.set(entries[0]?.eventId ?? '', {
        ...{ status, outcome, facts, milestones, obligations },
        took: entries
          .flatMap(({ type, eventId }) => (type === 'outcome' ? [] : [eventId]))
          .toSorted(),
        ordered: ordered.map(({ effect }) => JSON.stringify({ ...effect, index: 0 })).toSorted(),
      });
    }
  }
}

test(
  'lost, doubled, late and misdated: all ends are those of the undisturbed run',
  patience,
  async () => {
    const tell = figure({
      promise: 'R3',
      fault:
        'drop 5 %, double 5 %, delay up to 72 h, skew ±24 h; what was dropped is delivered again',
      goal: '10,000 journeys end as undisturbed',
    });
    const seed = Number(process.env['ONWARD_SEED'] ?? Date.now() % 1_000_000);
    const all = Array.from({ length: journeys }, (_, person) => story(person)).flat();
    const { deliveries, dropped, doubled } = disturb(all, chance(seed));
    const send = (): Sent => ({ kind: 'done', data: {} });
    const calm = await Stage.set({ program: anyOrder, send });
    await play(calm, all);
    const wild = await Stage.set({ program: anyOrder, send });
    await play(wild, deliveries);
    const before = await wild.open.reads.totals(wild.now);
    expect(before.open + before.unmatched).toBeGreaterThan(0);
    // One reconciliation: what a look-up would find is delivered, in the order it happened in.
    const again = dropped.map((each) => ({ ...each, at: 24 * 8 + kinds.indexOf(kindOf(each)) }));
    await play(wild, again);
    // What came beside the event that it waited for is found by the next sweep.
    const unplaced = async (): Promise<number> => {
      return (await wild.open.reads.totals(wild.now)).unmatched;
    };
    await until(async () => ((await unplaced()) === 0 ? true : undefined));
    await wild.engine.idle();
    const [expected, reached] = [await ending(calm), await ending(wild)];
    expect(expected.ends.size).toBe(journeys);
    const differing = [...expected.ends].filter(([ref, end]) => {
      return !isDeepStrictEqual(reached.ends.get(ref), end);
    });
    const context = `seed ${seed}`;
    expect(differing.length, context).toBe(0);
    expect((await wild.open.reads.totals(wild.now)).open, context).toBe(0);
    await tell(
      `${journeys} journeys end as undisturbed (seed ${seed}); ${dropped.length} ` +
        `of ${all.length} events dropped, ` +
        `${doubled} doubled; ${before.open} open and ${before.unmatched} unplaced ` +
        `before reconciliation`,
    );
    await calm.leave();
    await wild.leave();
  },
);
