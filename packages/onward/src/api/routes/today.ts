/** What a day begins with: how much there is, who is away, what was handed over, what is first. */
import { z } from 'zod';
import { readInstant, systemOf } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { hasClimbed } from '../../runtime/index.ts';
import type { PlaceCounts } from '../../runtime/index.ts';
import { awayAt } from '../../store/index.ts';
import type { AbsenceRow, ActivitySum, HoldRow } from '../../store/index.ts';
import type { ApiContext } from '../context.ts';
import type { WorkDesk } from '../ports.ts';
import { route } from '../route.ts';
import { instantSchema, missing, ownersSchema, refusals } from '../schemas.ts';
import { handoverView, todaySchema } from '../today-schemas.ts';
import { instant, instantOrNull } from '../views.ts';
import { countsView, queueRow } from '../work-schemas.ts';
import { ownersOf, presenceMs, queueFilterOf, workOf } from './desk.ts';
import { journeysOfItems } from './handovers.ts';

const dayMs = 86_400_000;
const mostFirst = 5;
const mostHandovers = 20;

const today = route({
  method: 'GET',
  path: '/v1/today',
  operationId: 'readToday',
  summary: 'What changed since somebody left, and what they must do first.',
  access: 'read',
  query: z.object({
    owner: ownersSchema.optional(),
    since: instantSchema.optional().describe('Default: a day ago.'),
  }),
  responses: { 200: { description: 'The brief.', schema: todaySchema }, ...missing, ...refusals },
  async handle({ context, query: { owner, since: asked } }) {
    const { store, counts, activity } = workOf(context);
    const { clock, engine, watch } = context.deps;
    const now = clock.now();
    const since = Math.min(now, readInstant(asked ?? '') ?? now - dayMs);
    const [happened, counted, absences, holds, incidents] = await Promise.all([
      happenedSince(activity, { since, now }, owner),
      counts.need(),
      store.absences.list(now),
      watch?.holds.list() ?? [],
      watch?.incidents(undefined) ?? [],
    ]);
    const { counts: sum } = countsView(counted, owner);
    const ground = { program: engine.program, counts: counted, owners: owner };
    const json = {
      at: instant(now),
      since: instant(since),
      ...happened,
      open: sum?.open ?? 0,
      overdue: sum?.overdue ?? 0,
      dueToday: sum?.dueToday ?? 0,
      escalatedToUs: escalated(ground),
      held: heldOf(ground, holds),
      absent: absentOf(ground, absences, now),
      incidents: incidents.map(({ id, kind, system, since: from }) => {
        return { id: String(id), kind, system, since: instant(from) };
      }),
      ...(await linesOf(context, { owner, now, since })),
    };
    return { status: 200, json };
  },
});

/** So far the counts may be behind: they are made in the background, by quarters of an hour. */
const behindMs = 30 * 60_000;

/** What came and went; null where it is not counted yet. Beginnings and ends are of all owners. */
async function happenedSince(
  activity: WorkDesk['activity'],
  { since, now }: { readonly since: number; readonly now: number },
  owners: readonly string[] | undefined,
) {
  // What is not counted yet is not none.
  const measuredSince = (await activity.counted(now - behindMs))?.since;
  if (measuredSince === undefined) {
    return { measuredSince: null, arrived: null, closed: null, ended: null };
  }
  const rows = await activity.sums(Math.max(since, measuredSince));
  const sum = (is: (row: ActivitySum) => boolean): number =>
    rows.filter(is).reduce((total, { count }) => total + count, 0);
  const closedBy = (by: ActivitySum['by']): number =>
    sum((row) => {
      const isTheirs = owners === undefined || owners.includes(row.name);
      return row.what === 'closed' && row.by === by && isTheirs;
    });
  return {
    measuredSince: instant(measuredSince),
    arrived: sum(({ what }) => what === 'arrived'),
    closed: {
      events: closedBy('events'),
      people: closedBy('people'),
      deadlines: closedBy('deadlines'),
      other: closedBy('other'),
    },
    ended: sum(({ what }) => what === 'ended'),
  };
}

interface Ground {
  readonly program: Program;
  readonly counts: PlaceCounts;
  /** Undefined: everybody. */
  readonly owners: readonly string[] | undefined;
}

function placesOf({ counts, owners }: Ground): PlaceCounts['rows'] {
  return counts.rows.filter(({ owner }) => owners === undefined || owners.includes(owner));
}

function escalated(ground: Ground): number {
  const climbed = placesOf(ground).filter((place) => hasClimbed(ground.program, place));
  return climbed.reduce((sum, { open }) => sum + open, 0);
}

/** By the system that each step waits for, or asks when its deadline has passed. */
function heldOf(ground: Ground, holds: readonly HoldRow[]) {
  const { journeys } = ground.program;
  const open = holds.filter(({ releasedAt }) => releasedAt === undefined);
  const counted = new Map(open.map(({ system }) => [system, 0]));
  for (const { journey, step: name, held } of placesOf(ground)) {
    const step = journeys[journey]?.steps[name];
    if (held === 0 || step === undefined) continue;
    const asked = 'overdue' in step ? step.overdue.lookUp?.system : undefined;
    const system = [systemOf(step), asked].find((each) => each !== undefined && counted.has(each));
    if (system !== undefined) counted.set(system, (counted.get(system) ?? 0) + held);
  }
  return open.flatMap(({ system, since, review }) => {
    const count = counted.get(system) ?? 0;
    return count === 0 ? [] : [{ system, count, since: instant(since), review: instant(review) }];
  });
}

/** Whoever of these owners' people is away, and how much waits where nobody else is there. */
function absentOf(ground: Ground, absences: readonly AbsenceRow[], now: number) {
  const { program, counts, owners } = ground;
  const away = awayAt(absences, now);
  return [...away].flatMap(([person, { until }]) => {
    const theirs = ownersOf(program, person);
    if (owners !== undefined && !theirs.some((each) => owners.includes(each))) return [];
    const empty = theirs.filter((each) =>
      (program.teams[each]?.people ?? []).every((other) => away.has(other)),
    );
    const open = countsView(counts, empty).counts?.open ?? 0;
    return [{ person, owners: theirs, until: instantOrNull(until), open }];
  });
}

interface Asked {
  readonly owner: readonly string[] | undefined;
  readonly now: number;
  readonly since: number;
}

async function linesOf(context: ApiContext, { owner, now, since }: Asked) {
  const { store } = workOf(context);
  const { program } = context.deps.engine;
  const to = owner === undefined ? {} : { to: withPeople(program, owner) };
  const filter = queueFilterOf(context, { owner, state: 'all' }, now);
  const [handed, first] = await Promise.all([
    store.handovers.list({ ...to, since, limit: mostHandovers }),
    store.queue(filter, { limit: mostFirst }),
  ]);
  const journeys = await journeysOfItems(
    store,
    handed.flatMap(({ items }) => items),
  );
  const shown = first.map(({ journey }) => journey);
  const presence = await store.presence.of(shown, now - presenceMs);
  return {
    handovers: handed.map((row) => handoverView(row, journeys, now)),
    first: first.map((row) => queueRow(row, { now, program, presence })),
  };
}

/** What is handed to a person is handed to their owners. */
function withPeople({ teams }: Program, owners: readonly string[]): readonly string[] {
  return [...new Set([...owners, ...owners.flatMap((each) => teams[each]?.people ?? [])])];
}

export const todayRoutes = [today];
