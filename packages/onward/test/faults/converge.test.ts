/**
 * R3 over both examples: what was lost, doubled, late and misdated, with one system dead for a day,
 * ends as if nothing had been, once each system has been compared with what is believed.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { ref } from '../stage.ts';
import type { Stage } from '../stage.ts';
import type { Play } from './converge-play.ts';
import { referral } from './converge-referral.ts';
import { telehealth } from './converge-telehealth.ts';
import { faults, World } from './converge-world.ts';
import { chance, figure, goal, patience } from './figures.ts';

/** Of each program. */
const journeys = goal({ short: 150, full: 5_000 });

interface Ending {
  readonly state: unknown;
  readonly touches: number;
}

/** How each journey ended, and how often somebody had to see to something. */
async function endings(stage: Stage, { believed }: Play): Promise<ReadonlyMap<string, Ending>> {
  const ends = new Map<string, Ending>();
  for (let after = 0; ;) {
    const page = await stage.open.reads.journeys({}, { after, limit: 200 });
    const last = page.at(-1);
    if (last === undefined) return ends;
    after = last.id;
    for (const { id, state } of page) {
      const entries = await stage.open.reads.journal(id, { after: 0, limit: 1_000 });
      const { status, outcome, places } = state;
      // Whoever was seen went on, whether the booking was known by then or not.
      const isSeen = state.milestones.includes('seen');
      const isKept = (left: readonly string[], name: string): boolean =>
        !isSeen || !left.includes(name);
      const milestones = state.milestones.filter((each) => isKept(believed.milestones, each));
      const facts = Object.fromEntries(
        Object.entries(state.facts).filter(([name]) => isKept(believed.facts, name)),
      );
      const opened = entries.flatMap(({ body }) => body.entries);
      const touches = opened.filter((entry) => {
        return entry.kind === 'opened' && ['task', 'exception'].includes(entry.obligation);
      }).length;
      const [first] = entries;
      const begun = first?.body.input.kind === 'enrol' ? first.body.input.event.data : {};
      const steps = places.map(({ step }) => step);
      const subject = begun['subject'] ?? begun['patient'];
      const who = typeof subject === 'string' ? subject : '';
      ends.set(`${who}/${state.journey}`, {
        state: { status, outcome, facts, milestones: milestones.toSorted(), steps },
        touches,
      });
    }
  }
}

test.for([
  { play: telehealth, days: 20 },
  { play: referral, days: 24 },
])(
  'the $play.name program: after one reconciliation every journey is where it would have been',
  patience,
  async ({ play, days }) => {
    const tell = figure({
      promise: 'R3',
      fault:
        `${play.name}: drop 5 %, double 5 %, delay up to 72 h, skew ±24 h, ` +
        'one system dead for a day',
      goal: 'of 10,000 journeys over two programs, 5,000 equal after one reconciliation',
    });
    const seed = Number(process.env['ONWARD_SEED'] ?? Date.now() % 1_000_000);
    const next = chance(seed);
    const people = journeys / play.journeys;
    const dead = play.systems[Math.floor(next() * play.systems.length)] ?? '';
    const [calm, wild] = await Promise.all([
      World.set(play, people, { isCalm: true, next, dead }),
      World.set(play, people, { isCalm: false, next, dead }),
    ]);
    await calm.live(24 * days);
    await wild.live(24 * 14);
    const before = await wild.stage.open.reads.totals(wild.stage.now);
    const found = await wild.reconcile();
    await wild.live(24 * days);
    const expected = await endings(calm.stage, play);
    const reached = await endings(wild.stage, play);
    const context = `seed ${seed}, ${dead} dead`;
    expect(expected.size, context).toBe(journeys);
    const unended = [...expected.values()].filter(({ state }) => !isEnded(state));
    expect(unended.length, `${context}: undisturbed, all of them end`).toBe(0);
    const differing = [...expected].filter(([who, { state }]) => {
      return !isDeepStrictEqual(reached.get(who)?.state, state);
    });
    const shown = differing.slice(0, 3).map(([who, { state }]) => [state, reached.get(who)?.state]);
    expect(JSON.stringify(shown, null, 1), `${context}: ${differing.length} differ`).toBe('[]');
    const touches = faults.map((fault) => {
      const only = Array.from({ length: people }, (_, person) => person).filter((person) => {
        const all = wild.suffered.get(person);
        return all?.size === 1 && all.has(fault);
      });
      const more = only.map((person) => {
        const who = ref(`patient-${person}`);
        const of = (ends: ReadonlyMap<string, Ending>): number =>
          Object.keys(play.program.journeys).reduce((sum, journey) => {
            return sum + (ends.get(`${who}/${journey}`)?.touches ?? 0);
          }, 0);
        return of(reached) - of(expected);
      });
      const each = more.reduce((sum, count) => sum + count, 0);
      return `${fault} ${(each / Math.max(1, only.length * play.journeys)).toFixed(2)}`;
    });
    await tell(
      `${journeys} journeys equal the undisturbed run (${context}); ${before.open} open before, ` +
        `found ${JSON.stringify(found).replaceAll('"', '')}; ` +
        `touches more per journey with one kind of fault: ${touches.join(', ')}`,
    );
    await calm.stage.leave();
    await wild.stage.leave();
  },
);

function isEnded(state: unknown): boolean {
  return (
    typeof state === 'object' && state !== null && 'status' in state && state.status === 'ended'
  );
}
