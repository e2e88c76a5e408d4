/** Causes that stand in journeys: exceptions by name, and obligations that are late. */
import { isWhole, journeyId, obligationId, parseObligationId } from '../../core/index.ts';
import type { Obligation, Program } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { JourneyView, RestingRow } from '../../store/index.ts';
import { actsOf, causeId, kindOfException, systemOf } from './causes.ts';
import { foreseeIn } from './foresight.ts';
import { closedSince, seenOf } from './seeing.ts';
import { standing } from './standing.ts';
import type { JourneyParts, Standing } from './standing.ts';
import { noteOf, takeIn } from './taking.ts';
import type { Cause, Item, ItemPage, KindOfCause } from './types.ts';

export function causesInJourneys(parts: JourneyParts): KindOfCause {
  const stands = (id: string): Promise<Standing | undefined> => standing(parts, id);
  return {
    kinds: ['failed-command', 'failed-message', 'unplanned-event', 'poison', 'no-way-on', 'stall'],
    causes: async () => {
      const [exceptions, stalls] = await Promise.all([exceptionsOf(parts), stallsOf(parts)]);
      return [...exceptions, ...stalls];
    },
    items: (cause, page) => itemsOf(parts, cause, page),
    place: ({ id }) => {
      const name = parseObligationId(id);
      return [name?.journey ?? 0, name?.slot ?? 0];
    },
    item: async (id) => {
      const found = await stands(id);
      return found?.obligation && itemOf(found.view, found.obligation);
    },
    foresee: async ({ id }, act) => foreseeIn(parts, await stands(id), act),
    take: async (deed) => takeIn(parts, await stands(deed.item), deed),
    see: async (deed) => {
      const found = await stands(deed.item);
      if (found === undefined) return { status: 'failed', code: 'ONW-JOURNEY-ABSENT' };
      return seenOf(found, deed, () => closedSince(parts.reads, found, noteOf(deed)));
    },
  };
}

async function exceptionsOf(parts: JourneyParts): Promise<readonly Cause[]> {
  const program = parts.program();
  // Drift has its own rows, with both sides.
  const rows = (await parts.recovery.exceptions()).filter(({ name }) => {
    return kindOfException(program, name) !== 'drift';
  });
  return rows.map(({ name, count, oldest, owners, ...of }) => {
    const kind = kindOfException(program, name);
    const system = systemOf(name);
    return {
      id: causeId('exception', of.program, of.journey, name),
      kind,
      name,
      ...of,
      ...(system === '' ? {} : { system }),
      count,
      oldest,
      owners,
      acts: actsOf(kind, parts.reconciler !== undefined),
    };
  });
}

interface Stall extends Cause {
  /** Places where all are on a rung of the ladder, and places where some are late. */
  readonly at: { readonly every: readonly number[]; readonly late: readonly number[] };
}

/**
 * By definition and step. What is late and nobody has looked at yet is found by its time; what has
 * climbed is found by who has it now.
 */
async function stallsOf(parts: JourneyParts): Promise<readonly Stall[]> {
  const program = parts.program();
  const places = await parts.recovery.places(parts.now());
  const climbed = places.filter((place) => hasClimbed(program, place)).map(({ place }) => place);
  const counts = await parts.recovery.resting(climbed);
  const found = new Map<string, Stall>();
  for (const each of places) {
    const all = counts.get(each.place);
    const count = all?.count ?? each.late;
    const oldest = all?.first ?? each.first;
    if (count === 0 || oldest === undefined) continue;
    const id = causeId('stall', each.program, each.journey, each.step);
    const known = found.get(id);
    const every = [...(known?.at.every ?? []), ...(all === undefined ? [] : [each.place])];
    const late = [...(known?.at.late ?? []), ...(all === undefined ? [each.place] : [])];
    found.set(id, {
      id,
      kind: 'stall',
      name: each.step,
      program: each.program,
      journey: each.journey,
      step: each.step,
      count: count + (known?.count ?? 0),
      oldest: Math.min(oldest, known?.oldest ?? oldest),
      owners: [...new Set([...(known?.owners ?? []), each.owner])],
      acts: actsOf('stall', parts.reconciler !== undefined),
      at: { every, late },
    });
  }
  return [...found.values()];
}

/** Whether what rests there is with an owner to whom it has climbed. */
export function hasClimbed(
  program: Program,
  at: {
    readonly program: string;
    readonly journey: string;
    readonly step: string;
    readonly owner: string;
    readonly kind: string;
  },
): boolean {
  const journey = program.program === at.program ? program.journeys[at.journey] : undefined;
  const step = journey?.steps[at.step];
  if (step === undefined || !('overdue' in step) || at.kind === 'park') return false;
  return step.owner !== at.owner && step.overdue.escalate.includes(at.owner);
}

async function itemsOf(
  parts: JourneyParts,
  cause: Cause,
  { after, limit }: ItemPage,
): Promise<readonly Item[]> {
  const [journey, slot] = after ?? [0, -1];
  const page = { after: { journey, slot }, limit };
  const rows = await rowsOf(parts, cause, page);
  const items = rows.map(async (row) => {
    const program = await parts.store.program(cellOf(row.journey), row.program);
    if (!isWhole(program, row.state)) return undefined;
    const open = row.state.obligations.find((each) => each.slot === row.slot);
    return open && itemOf({ id: row.journey, state: row.state }, open);
  });
  return (await Promise.all(items)).filter((item) => item !== undefined);
}

async function rowsOf(
  parts: JourneyParts,
  { id, kind, name, program = '', journey = '' }: Cause,
  page: { readonly after: { journey: number; slot: number }; readonly limit: number },
): Promise<readonly RestingRow[]> {
  if (kind !== 'stall') return parts.recovery.exceptionsOf({ program, journey, name }, page);
  const stall = (await stallsOf(parts)).find((each) => each.id === id);
  if (stall === undefined) return [];
  return parts.recovery.restingAt(stall.at, { ...page, now: parts.now() });
}

function itemOf(
  { id, state }: Pick<JourneyView, 'id' | 'state'>,
  { slot, opened, name, owner, since }: Obligation,
): Item {
  return {
    id: obligationId({ journey: id, slot, opened }),
    version: state.version,
    journey: journeyId(id),
    name,
    owner,
    since,
  };
}
