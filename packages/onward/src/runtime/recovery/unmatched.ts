/** Input that belongs to no journey: tried again, said whose it is, given to others, or left. */
import { declared, parseJourneyId, parseUnmatchedId, unmatchedId } from '../../core/index.ts';
import type { OperationalEvent, Program } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { RecoveryStore, Store, UnmatchedState } from '../../store/index.ts';
import { hears, listening } from '../handling.ts';
import { contactsOf, idsOf } from '../lesson.ts';
import { mergeProposed } from '../merge-proposal.ts';
import type { Identity } from '../identity/types.ts';
import type { Engine } from '../types.ts';
import { actsOf, causeId } from './causes.ts';
import { foreseeMerge, takeMerge } from './proposals.ts';
import type { Act, Cause, Deed, Foreseen, Item, KindOfCause, Refusal, Seen } from './types.ts';

export interface UnmatchedParts {
  readonly store: Pick<
    Store,
    'cells' | 'resolve' | 'teach' | 'contacts' | 'subjectsOf' | 'closeUnmatched' | 'transact'
  >;
  readonly recovery: RecoveryStore;
  readonly engine: Pick<Engine, 'events'>;
  readonly identity: Identity;
  readonly program: () => Program;
  readonly now: () => number;
}

export function unmatchedCauses(parts: UnmatchedParts): KindOfCause {
  const { recovery } = parts;
  const row = async (id: string): Promise<UnmatchedState | undefined> => {
    const number = parseUnmatchedId(id);
    return number === undefined ? undefined : recovery.unmatched(number);
  };
  return {
    kinds: ['unmatched'],
    causes: () => causesOf(parts),
    async items({ name, system = '' }, { after, limit }) {
      const group = { reason: name as UnmatchedState['reason'], system };
      const rows = await recovery.unmatchedOf(group, { after: after?.[0] ?? 0, limit });
      return rows.map(itemOf);
    },
    place: ({ id }) => [parseUnmatchedId(id) ?? 0, 0],
    item: async (id) => {
      const found = await row(id);
      return found === undefined || found.closed ? undefined : itemOf(found);
    },
    foresee: async ({ id }, act) => foresee(parts, await row(id), act),
    take: async (deed) => take(parts, await row(deed.item), deed),
    see: async ({ item, act, with: given }) => seenOf(await row(item), { act, with: given }),
  };
}

const proposalActs = ['merge', 'skip', 're-route'] as const;

async function causesOf({ recovery }: UnmatchedParts): Promise<readonly Cause[]> {
  const groups = await recovery.unmatchedGroups();
  return groups.map(({ reason, system, count, oldest, owners }) => {
    const id = causeId('unmatched', reason, system);
    const isProposed = reason === mergeProposed.code;
    const acts = isProposed ? proposalActs : actsOf('unmatched', false);
    const about = system === '' ? {} : { system };
    return { id, kind: 'unmatched', name: reason, ...about, count, oldest, owners, acts };
  });
}

function itemOf(row: Pick<UnmatchedState, 'id' | 'event' | 'owner' | 'receivedAt'>): Item {
  const { event, owner, receivedAt } = row;
  const { journey } = event;
  return {
    id: unmatchedId(row.id),
    version: receivedAt,
    ...(journey === undefined ? {} : { journey }),
    name: event.type,
    owner,
    since: receivedAt,
  };
}

/** Whose an event is, as far as its refs tell: of nobody, of one, or of several. */
async function subjectsOf(
  { store }: UnmatchedParts,
  event: OperationalEvent,
): Promise<ReadonlySet<number>> {
  const ids = idsOf(event).map(({ ref }) => ref);
  const known = ids.length === 0 ? [] : [...(await store.resolve(ids)).values()];
  if (known.length > 0) return new Set(known);
  const shared = await store.contacts(contactsOf(event).map(({ ref }) => ref));
  return new Set(shared.map(({ subject }) => subject));
}

async function foresee(
  parts: UnmatchedParts,
  row: UnmatchedState | undefined,
  { act, with: given }: Act,
): Promise<Foreseen> {
  if (row === undefined || row.closed) return refused(closed);
  switch (act) {
    case 'skip':
      return { eligible: true, would: { closes: [row.event.type] } };
    case 're-route': {
      const { owner = '' } = given;
      if (!Object.hasOwn(parts.program().teams, owner)) return refused(unknownOwner);
      return { eligible: true, would: { owner } };
    }
    case 'replay':
      return replayed(parts, row.event);
    case 'migrate':
      return migrated(parts, row.event, given.journey ?? '');
    case 'merge':
      return foreseeMerge(parts, row.event);
    default:
      return refused(unknownAct);
  }
}

async function replayed(parts: UnmatchedParts, event: OperationalEvent): Promise<Foreseen> {
  if (event.journey !== undefined) return takenBy(parts, event, event.journey);
  const [subject, other] = await subjectsOf(parts, event);
  if (other !== undefined) return refused(ambiguous);
  if (subject === undefined) return refused(unknown);
  // Its beginnings are judged by their guards when it comes: what is told is who could take it.
  const takers = await takersOf(parts, event, subject);
  const begins = listening(parts.program()).enrolments.has(event.type);
  if (takers.length === 0 && !begins) return refused(nobody);
  const [journey] = takers;
  const closes = [event.type];
  return { eligible: true, would: journey === undefined ? { closes } : { closes, journey } };
}

async function migrated(
  parts: UnmatchedParts,
  event: OperationalEvent,
  journey: string,
): Promise<Foreseen> {
  const subject = await subjectOf(parts, journey);
  if (subject === undefined) return refused(noJourney);
  const others = [...(await subjectsOf(parts, event))].filter((each) => each !== subject);
  // Refs that are all somebody else's are not theirs because somebody says so: merge them first.
  if (others.length === 1) return refused(othersOwn);
  return takenBy(parts, event, journey);
}

async function takenBy(
  parts: UnmatchedParts,
  event: OperationalEvent,
  journey: string,
): Promise<Foreseen> {
  const subject = await subjectOf(parts, journey);
  const takers = subject === undefined ? [] : await takersOf(parts, event, subject);
  if (!takers.includes(journey)) return refused(nobody);
  return { eligible: true, would: { journey, closes: [event.type] } };
}

/** Open journeys of a person that have a use for the event. */
async function takersOf(
  { store, program }: UnmatchedParts,
  { type }: OperationalEvent,
  subject: number,
): Promise<readonly string[]> {
  const cell = cellOf(subject);
  const rows = await store.transact(cell, (tx) => tx.lock({ subjects: [subject], journeys: [] }));
  const running = program();
  return rows.flatMap(({ id, state }) => {
    // Another version may hear otherwise; what it really does is seen when it comes.
    return hears(running, state.journey, type) ? [`jrn_${id.toString(32)}`] : [];
  });
}

async function subjectOf({ store }: UnmatchedParts, journey: string): Promise<number | undefined> {
  const id = parseJourneyId(journey);
  if (id === undefined || !store.cells.includes(cellOf(id))) return undefined;
  return (await store.subjectsOf(cellOf(id), [id])).get(id);
}

/** An event is taken once whatever happens: taking it again tells how it was taken. */
async function take(
  parts: UnmatchedParts,
  row: UnmatchedState | undefined,
  { act, with: given, version, again, actor }: Deed,
): Promise<Refusal | undefined> {
  const { recovery, now } = parts;
  if (row === undefined) return closed;
  if (row.closed) return again ? undefined : moved;
  if (row.receivedAt !== version) return moved;
  switch (act) {
    case 'skip':
      return (await recovery.skipUnmatched(row.id, now())) ? undefined : moved;
    case 're-route':
      return (await recovery.assignUnmatched(row.id, given.owner ?? '')) ? undefined : moved;
    case 'replay':
      return place(parts, row, row.event);
    case 'migrate': {
      const foreseen = await migrated(parts, row.event, given.journey ?? '');
      if (!foreseen.eligible) return foreseen.why;
      return migrate(parts, row, given.journey ?? '');
    }
    case 'merge': {
      const why = await takeMerge(parts, row.event, actor);
      if (why === undefined) await recovery.skipUnmatched(row.id, now());
      return why;
    }
    default:
      return unknownAct;
  }
}

/** Says whose the refs are, and hands the event to the journey that was named. */
async function migrate(
  parts: UnmatchedParts,
  row: UnmatchedState,
  journey: string,
): Promise<Refusal | undefined> {
  const subject = await subjectOf(parts, journey);
  if (subject === undefined) return noJourney;
  const [owner] = await subjectsOf(parts, row.event);
  const own = idsOf(row.event).filter(({ of }) => of === 'subject');
  // Of several people's refs none is taught: the event alone is placed.
  if (owner === undefined && own.length > 0) {
    const refs = own.map(({ ref, name }) => ({
      ref,
      subject,
      system: domainOf(parts.program(), row.event.type, name),
    }));
    await parts.store.teach(refs, parts.now());
  }
  return place(parts, row, { ...row.event, journey });
}

/** The system whose id of a person a ref is. */
function domainOf(program: Program, type: string, name: string): string | undefined {
  const at = type.indexOf('.');
  const refs = program.systems[type.slice(0, at)]?.events[type.slice(at + 1)]?.refs ?? {};
  return Object.hasOwn(refs, name) ? refs[name]?.system : undefined;
}

async function place(
  { engine, store, now }: UnmatchedParts,
  { id }: UnmatchedState,
  event: OperationalEvent,
): Promise<Refusal | undefined> {
  const [result] = await engine.events([event]);
  const journey = parseJourneyId(result?.journeys[0] ?? '');
  if (journey === undefined) {
    const message = result?.message === undefined ? nobody.message : declared(result.message);
    return { code: result?.code ?? nobody.code, message };
  }
  // Where a journey of another cell took it, it is closed here too.
  await store.closeUnmatched(cellOf(id), [{ id, journey }], now());
  return undefined;
}

function seenOf(row: UnmatchedState | undefined, { act, with: given }: Act): Seen {
  if (row === undefined) return { status: 'failed', code: 'ONW-RECOVERY-OVERTAKEN' };
  if (act === 're-route') {
    const isTheirs = row.owner === given.owner;
    return isTheirs ? { status: 'verified' } : { status: 'failed', code: 'ONW-RECOVERY-OVERTAKEN' };
  }
  if (!row.closed) return { status: 'unverified' };
  // A merge closes what proposed it once it is done.
  if (act === 'skip' || act === 'merge') return { status: 'verified' };
  return row.placedIn === undefined
    ? { status: 'failed', code: 'ONW-RECOVERY-OVERTAKEN' }
    : { status: 'verified' };
}

function refused(why: Refusal): Foreseen {
  return { eligible: false, why };
}

function refusal(code: Refusal['code'], message: string): Refusal {
  return { code, message: declared(message) };
}

const closed = refusal('ONW-UNMATCHED-CLOSED', 'It is not among what belongs nowhere any more.');
const moved = refusal('ONW-RECOVERY-MOVED', 'It has changed since it was previewed.');
const unknownOwner = refusal('ONW-OWNER-UNKNOWN', 'The program has no such team or role.');
const unknownAct = refusal('ONW-RECOVERY-ACT', 'The cause does not allow this act.');
const ambiguous = refusal(
  'ONW-SUBJECT-AMBIGUOUS',
  'Its refs belong to several subjects; a person must say which.',
);
const unknown = refusal(
  'ONW-SUBJECT-UNKNOWN',
  'No journey knows any of its refs yet; say whose it is with migrate.',
);
const nobody = refusal('ONW-NO-JOURNEY', 'No open journey has a use for it.');
const noJourney = refusal('ONW-JOURNEY-ABSENT', 'There is no such journey.');
const othersOwn = refusal(
  'ONW-RECOVERY-OTHERS',
  'Its refs belong to somebody else; merge the two people first if they are one.',
);
