/** Recovery: every kind of cause behind one face, previews over what was seen, and runs of them. */
import { hash } from 'node:crypto';
import { BugError, RejectError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { expectPerson } from '../absent.ts';
import type { RecoveryItemRow, RecoveryRunRow, RecoveryStore, Store } from '../../store/index.ts';
import type {
  Act,
  Cause,
  Item,
  ItemPage,
  ItemsOfCause,
  KindOfCause,
  PreviewRequest,
  Recovery,
  RunView,
} from './types.ts';
import { Worker } from './worker.ts';
import type { WorkerParts } from './worker.ts';

export interface RecoveryParts extends WorkerParts {
  readonly store: Pick<Store, 'nextIds'>;
  readonly recovery: RecoveryStore;
  /** The kinds of cause there are; a new one is added where this list is made. */
  readonly kinds: readonly KindOfCause[];
  readonly program: () => Program;
}

/** Items of one preview. */
const mostItems = 1_000;
/** A preview that nobody ran for so long is no promise any more. */
const previewMs = 3_600_000;
/** Items that are looked at together. */
const atOnce = 16;

export function recoveryOf(parts: RecoveryParts): Recovery {
  const worker = new Worker(parts);
  return {
    causes: () => causesOf(parts),
    items: (cause, page) => itemsOf(parts, cause, page),
    preview: (request) => preview(parts, request),
    previewWork: ({ items, act, with: given }) => {
      const kind = kindOf(parts, 'work');
      return seen(
        parts,
        { kind, cause: { id: 'work', kind: 'work' }, items },
        { act, with: given },
      );
    },
    run: async ({ token, actor }) => {
      const { program, recovery, now } = parts;
      expectPerson(program(), actor);
      const at = now();
      const started = await recovery.start({ token, actor, at, notBefore: at - previewMs });
      const run = started && (await recovery.run(started.id));
      if (run === undefined) throw noToken();
      worker.soon();
      return run;
    },
    look: (run) => parts.recovery.run(run),
    runs: (page) => parts.recovery.runs(page),
    itemsOfRun: (run, page) => parts.recovery.items(run, page),
    work: () => worker.work(),
    stop: () => worker.stop(),
  };
}

async function causesOf({ kinds }: RecoveryParts): Promise<readonly Cause[]> {
  const all = (await Promise.all(kinds.map((kind) => kind.causes()))).flat();
  return all.toSorted((a, b) => b.count - a.count || a.oldest - b.oldest || order(a.id, b.id));
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}

interface Found {
  readonly cause: Cause;
  readonly kind: KindOfCause;
}

/** Pages of a list follow each other faster than what they are of is worth counting again. */
const knownMs = 2_000;
const known = new WeakMap<RecoveryParts, { readonly at: number; readonly found: Found[] }>();

/** `again`: a further page of what was found a moment ago. */
async function find(parts: RecoveryParts, id: string, again = false): Promise<Found> {
  const last = again ? known.get(parts) : undefined;
  const isFresh = last !== undefined && Math.abs(parts.wall() - last.at) < knownMs;
  const first = isFresh ? last.found.find(({ cause }) => cause.id === id) : undefined;
  if (first !== undefined) return first;
  const each = parts.kinds.map(async (kind) =>
    (await kind.causes()).map((cause) => ({ cause, kind })),
  );
  const found = (await Promise.all(each)).flat();
  known.set(parts, { at: parts.wall(), found });
  const one = found.find(({ cause }) => cause.id === id);
  if (one !== undefined) return one;
  const message = 'Nothing has this cause any more; read the causes again.';
  throw new RejectError('ONW-CAUSE-ABSENT', message);
}

async function itemsOf(
  parts: RecoveryParts,
  id: string,
  { after, limit }: ItemPage,
): Promise<ItemsOfCause> {
  const { cause, kind } = await find(parts, id, after !== undefined);
  const page = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
  const found = await kind.items(cause, page);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = found.length > limit && last !== undefined ? { next: kind.place(last) } : {};
  return { cause, items, ...next };
}

async function preview(
  parts: RecoveryParts,
  { cause: id, items: only, act, with: given }: PreviewRequest,
): Promise<RunView & { readonly more: boolean }> {
  const { cause, kind } = await find(parts, id);
  if (!cause.acts.includes(act)) {
    const message = 'The cause does not allow this act; take one of those it lists.';
    throw new RejectError('ONW-RECOVERY-ACT', message, { at: '/act' });
  }
  const all = await kind.items(cause, { limit: mostItems + 1 });
  const wanted = only === undefined ? all : all.filter((item) => only.includes(item.id));
  const items = wanted.slice(0, mostItems);
  const run = await seen(parts, { kind, cause, items }, { act, with: given });
  return { ...run, more: wanted.length > items.length };
}

interface Chosen {
  readonly kind: KindOfCause;
  readonly cause: { readonly id: string; readonly kind: string };
  readonly items: readonly Item[];
}

/** Looks at every item, and keeps what was seen, to be run as it was. */
async function seen(
  parts: RecoveryParts,
  { kind, cause, items }: Chosen,
  { act, with: given }: Act,
): Promise<RunView> {
  const rows = await foreseeAll(kind, items, { act: { act, with: given }, at: parts.now() });
  const [number = 0] = await parts.store.nextIds(0, 1);
  const run: RecoveryRunRow = {
    id: number,
    token: tokenOf(number, rows, { act, with: given }),
    cause: cause.id,
    kind: cause.kind,
    act,
    given: stated(given),
    previewedAt: parts.now(),
  };
  await parts.recovery.preview(run, rows, parts.now() - 24 * previewMs);
  return (await parts.recovery.run(number)) ?? { ...run, counts: {} };
}

function kindOf({ kinds }: RecoveryParts, name: 'work'): KindOfCause {
  const found = kinds.find((each) => each.kinds.includes(name));
  if (found !== undefined) return found;
  throw new BugError('ONW-RECOVERY-KIND', 'Nobody looks after this kind.');
}

function stated(given: Act['with']): Readonly<Record<string, string>> {
  const { reason, owner, to, journey, action, data, reviewEvery } = given;
  const pairs = Object.entries({ reason, owner, to, journey, action, data, reviewEvery });
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function foreseeAll(
  kind: KindOfCause,
  items: readonly Item[],
  { act, at }: { readonly act: Act; readonly at: number },
): Promise<readonly RecoveryItemRow[]> {
  const rows: RecoveryItemRow[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    const some = items.slice(from, from + atOnce);
    const foreseen = await Promise.all(some.map((item) => kind.foresee(item, act)));
    for (const [index, { id, version, journey, name }] of some.entries()) {
      const told = foreseen[index];
      if (told === undefined) continue;
      const stands = told.eligible ? (told.version ?? version) : version;
      const of = journey === undefined ? {} : { journey };
      const about = { item: id, version: stands, name, ...of };
      const place = from + index;
      rows.push(
        told.eligible
          ? { place, ...about, status: 'waiting', would: told.would, at }
          : { place, ...about, status: 'not-eligible', code: told.why.code, at },
      );
    }
  }
  return rows;
}

/** Over exactly what was previewed: what is run is what was seen. */
function tokenOf(id: number, rows: readonly RecoveryItemRow[], act: Act): string {
  const items = rows.map(({ item, version, status }) => `${item} ${version} ${status}`);
  const text = [id, act.act, JSON.stringify(stated(act.with)), ...items].join('\n');
  return `rcv_${id.toString(32)}.${hash('sha256', text, 'hex').slice(0, 40)}`;
}

function noToken(): RejectError {
  const message = 'There is no such preview, or it is older than an hour; preview it again.';
  return new RejectError('ONW-RECOVERY-TOKEN', message, { at: '/token' });
}
