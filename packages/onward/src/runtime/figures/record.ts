/** What people did, as it is told: out of journals and of what is kept beside them. */
import type { Json } from '../../core/index.ts';
import { recordSources } from '../../store/index.ts';
import type { DeedRow, FiguresStore, RecordAsked, RecordSource } from '../../store/index.ts';

export type RecordSpot = NonNullable<RecordAsked['before']>;

/** One thing that a person did. */
export interface Deed {
  readonly spot: RecordSpot;
  readonly at: number;
  readonly actor: string;
  readonly what: string;
  readonly journey: number | null;
  readonly reason: string | null;
  /** Names, numbers and public ids. */
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** Types of inputs that people give. */
const inputs = [
  ...['act', 'park', 'resume', 'override', 'assign'],
  ...['add-task', 'skip', 'identify', 'retry'],
];
/** What is told of each other source. */
const told: Readonly<Record<Exclude<RecordSource, 'acts'>, readonly string[]>> = {
  reveals: ['reveal'],
  drifts: ['drift'],
  writes: ['write-back'],
  holds: ['hold'],
  releases: ['release'],
  runs: ['recovery', 'bulk'],
  merges: ['merge'],
  unmerges: ['unmerge'],
  absences: ['absence'],
  returns: ['absence-ended'],
  handovers: ['hand-over'],
};

export interface RecordFilter {
  readonly actor?: string;
  /** An act by its name (`act:paid`), a control, or something of another source. */
  readonly what?: string;
}

/** The newest first. */
export async function recordPage(
  store: Pick<FiguresStore, 'record'>,
  { actor, what }: RecordFilter,
  page: { readonly before?: RecordSpot; readonly limit: number },
): Promise<readonly Deed[]> {
  const asked = askedFor(what);
  if (asked.sources.length === 0) return [];
  const by = actor === undefined ? {} : { actor };
  const rows = await store.record({ ...asked, ...by, ...page });
  return rows.map(deedOf);
}

function askedFor(
  what: string | undefined,
): Pick<RecordAsked, 'sources' | 'types' | 'action' | 'of'> {
  if (what === undefined) return { sources: recordSources, types: inputs };
  if (what.startsWith('act:')) {
    return { sources: ['acts'], types: ['act'], action: what.slice('act:'.length) };
  }
  if (inputs.includes(what)) return { sources: ['acts'], types: [what] };
  const sources = recordSources.filter((each) => each !== 'acts' && told[each].includes(what));
  return { sources, types: [], of: what };
}

function deedOf(row: DeedRow): Deed {
  const { source, at, a, b, actor, what, journey, reason, detail } = row;
  const kept = isObject(detail) ? detail : {};
  const spot = { source, at, a, b };
  if (source !== 'acts') {
    return { spot, at, actor, what, journey, reason, detail: plainOf(kept) };
  }
  const { action, parking, reason: stated, ...rest } = kept;
  const held = isObject(parking) ? parking : {};
  const code = stated ?? held['reason'];
  return {
    ...{ spot, at, actor, journey },
    what: typeof action === 'string' ? `${what}:${action}` : what,
    reason: typeof code === 'string' ? code : null,
    detail: detailOf({ ...rest, ...(isObject(parking) ? { owner: held['owner'] ?? null } : {}) }),
  };
}

type Fields = Readonly<Record<string, Json>>;

function isObject(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of an input what says where it led; what was stated with it stays in the journal. */
function detailOf(input: Fields): Deed['detail'] {
  const { owner, to, merge, due, orders } = input;
  const named = plainOf({ owner: owner ?? null, to: to ?? null, merge: merge ?? null });
  const some = Object.entries(named).filter(([, value]) => value !== null);
  return {
    ...Object.fromEntries(some),
    ...(typeof due === 'number' ? { due: new Date(due).toISOString() } : {}),
    ...(Array.isArray(orders) ? { orders: orders.length } : {}),
  };
}

function plainOf(fields: Fields): Deed['detail'] {
  const plain = Object.entries(fields).flatMap(([name, value]) => {
    const isPlain = typeof value === 'string' || typeof value === 'number' || value === null;
    return isPlain ? [[name, value] as const] : [];
  });
  return Object.fromEntries(plain);
}
