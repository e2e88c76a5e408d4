/** Where systems and journeys differ: their words are taken, left, or asked for once more. */
import { declared, driftId, journeyId, OnwardError, parseDriftId } from '../../core/index.ts';
import type { DriftRow, Store } from '../../store/index.ts';
import type { Reconciling } from '../reconcile/types.ts';
import { actsOf, causeId } from './causes.ts';
import type { Act, Cause, Deed, Foreseen, Item, KindOfCause, Refusal, Seen } from './types.ts';

export interface DriftParts {
  readonly store: Pick<Store, 'reconciling' | 'cells'>;
  readonly reconciling: Reconciling;
}

export function driftCauses(parts: DriftParts): KindOfCause {
  const { reconciling } = parts;
  const row = async (id: string): Promise<DriftRow | undefined> => {
    const number = parseDriftId(id);
    return number === undefined ? undefined : reconciling.drift(number);
  };
  return {
    kinds: ['drift'],
    causes: () => causesOf(parts),
    async items({ name, system = '' }, { after, limit }) {
      const [lookUp = '', drift = ''] = name.slice(system.length + 1).split(':');
      const of = { system, lookUp, class: drift as DriftRow['class'] };
      const page = { after: after?.[0] ?? 0, limit };
      return (await parts.store.reconciling.openOf(of, page)).map(itemOf);
    },
    place: ({ id }) => [parseDriftId(id) ?? 0, 0],
    item: async (id) => {
      const found = await row(id);
      return found === undefined || found.closed !== undefined ? undefined : itemOf(found);
    },
    foresee: async ({ id }, act) => foresee(await row(id), act),
    take: async (deed) => take(parts, await row(deed.item), deed),
    see: async ({ item, act }) => seenOf(parts, await row(item), act),
  };
}

async function causesOf({ store }: DriftParts): Promise<readonly Cause[]> {
  return (await store.reconciling.groups()).map(({ lookUp, class: drift, ...of }) => {
    const name = `${of.system}.${lookUp}:${drift}`;
    return { id: causeId('drift', name), kind: 'drift', name, ...of, acts: actsOf('drift', true) };
  });
}

function itemOf(row: DriftRow): Item {
  const { id, journey, system, lookUp, owner, firstSeen } = row;
  return {
    id: driftId(id),
    version: versionOf(row),
    journey: journeyId(journey),
    name: `${system}.${lookUp}:${row.class}`,
    owner,
    since: firstSeen,
  };
}

/** It moves when one of the sides says something else. */
function versionOf({ found, believed }: DriftRow): number {
  const digits = found?.digest.slice(0, 12) ?? '0';
  return Number.parseInt(digits, 16) + (believed?.seq ?? 0);
}

function foresee(row: DriftRow | undefined, { act }: Act): Foreseen {
  if (row === undefined || row.closed !== undefined) return { eligible: false, why: closed };
  const journey = journeyId(row.journey);
  const closes = [`${row.system}.${row.lookUp}:${row.class}`];
  switch (act) {
    case 'apply':
      return row.found === undefined
        ? { eligible: false, why: nothing }
        : { eligible: true, would: { journey, closes } };
    case 'skip':
      return { eligible: true, would: { journey, closes } };
    case 'look-up':
      return { eligible: true, would: { journey, asks: [`${row.system}.${row.lookUp}`] } };
    default:
      return { eligible: false, why: unknownAct };
  }
}

async function take(
  { reconciling }: DriftParts,
  row: DriftRow | undefined,
  { act, with: given, version, actor, again }: Deed,
): Promise<Refusal | undefined> {
  if (row === undefined) return closed;
  if (row.closed !== undefined) return again ? undefined : closed;
  if (versionOf(row) !== version) return moved;
  const { id, system, lookUp, journey } = row;
  try {
    if (act === 'look-up') await reconciling.run({ system, lookUp, journeys: [journey] });
    else if (act === 'apply') await reconciling.decide({ id, actor, act });
    else if (act === 'skip') {
      await reconciling.decide({ id, actor, act: 'dismiss', reason: given.reason ?? '' });
    } else return unknownAct;
    return undefined;
  } catch (error) {
    if (error instanceof OnwardError) return { code: error.code, message: declared(error.message) };
    throw error;
  }
}

/** What was applied is seen to be over when the system, asked once more, agrees. */
async function seenOf(
  { reconciling }: DriftParts,
  row: DriftRow | undefined,
  act: Act['act'],
): Promise<Seen> {
  if (row === undefined) return { status: 'failed', code: 'ONW-RECOVERY-OVERTAKEN' };
  if (row.closed === undefined) return { status: 'unverified' };
  if (act !== 'apply' || row.closed.by === 'ended') return { status: 'verified' };
  const { system, lookUp, journey } = row;
  const { unanswered, differences } = await reconciling.run({
    ...{ system, lookUp, journeys: [journey], preview: true },
  });
  const differs = differences.some((each) => each.class === row.class);
  if (differs) return { status: 'failed', code: 'ONW-RECOVERY-OVERTAKEN' };
  return { status: unanswered > 0 ? 'unverified' : 'verified' };
}

const closed: Refusal = {
  code: 'ONW-DRIFT-CLOSED',
  message: declared('The drift is closed; list the open ones.'),
};
const nothing: Refusal = {
  code: 'ONW-DRIFT-NOTHING',
  message: declared('The system has nothing that could be applied; find out, and dismiss it.'),
};
const moved: Refusal = {
  code: 'ONW-RECOVERY-MOVED',
  message: declared('One of the sides says something else by now; preview it again.'),
};
const unknownAct: Refusal = {
  code: 'ONW-RECOVERY-ACT',
  message: declared('A drift is applied, skipped or looked up; the cause lists what it allows.'),
};
