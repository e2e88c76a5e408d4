/**
 * Work that people choose to do together: nothing of it is wrong, but it is previewed, run once and
 * looked after as what is. An item is done only where it would still come to what was shown.
 */
import { hash } from 'node:crypto';
import { declared, journeyId } from '../../core/index.ts';
import type { ControlInput, Facts, Input, Obligation, Span } from '../../core/index.ts';
import type { JournalView, JourneyView } from '../../store/index.ts';
import type { Engine } from '../types.ts';
import { journalOf } from './failed-orders.ts';
import { gone, told } from './foresight.ts';
import { anybody, standing } from './standing.ts';
import type { JourneyParts, Standing } from './standing.ts';
import { noteOf, refusalOf } from './taking.ts';
import type { Act, ActWith, Deed, Foreseen, Item, KindOfCause, Refusal, Seen } from './types.ts';

export interface WorkParts extends Pick<JourneyParts, 'reads' | 'now'> {
  readonly engine: Pick<Engine, 'act' | 'control'>;
}

export function workOfPeople(parts: WorkParts): KindOfCause {
  const stands = (id: string): Promise<Standing | undefined> => standing(parts, id);
  return {
    kinds: ['work'],
    // Nobody need look for it: people choose it.
    causes: () => Promise.resolve([]),
    items: () => Promise.resolve([]),
    place: () => [0, 0],
    item: async (id) => {
      const found = await stands(id);
      return found?.obligation && workItem(found.view, found.obligation, id);
    },
    foresee: async ({ id }, act) => foresee(parts, await stands(id), act),
    take: async (deed) => take(parts, await stands(deed.item), deed),
    see: async (deed) => see(parts, await stands(deed.item), deed),
  };
}

/** An obligation that was chosen. */
export function workItem(
  { id: journey, state }: Pick<JourneyView, 'id' | 'state'>,
  { name, owner, since }: Obligation,
  id: string,
): Item {
  return { id, version: state.version, journey: journeyId(journey), name, owner, since };
}

type Submitted = Extract<Input, { readonly kind: 'act' }> | ControlInput;

/** The input of an act, as the journal will keep it. */
function inputOf({ name }: Standing, { act, with: given }: Act, actor: string): Submitted {
  const { slot, opened } = name;
  const { owner = '', reason = '', action = '' } = given;
  if (act === 'act') return { kind: 'act', slot, opened, action, actor, data: factsOf(given) };
  const by = { kind: 'control', actor } as const;
  if (act === 'assign') return { ...by, control: 'assign', slot, opened, owner };
  const reviewEvery = JSON.parse(given.reviewEvery ?? '{}') as Span;
  return { ...by, control: 'park', parking: { owner, reason, reviewEvery } };
}

function factsOf({ data = '{}' }: ActWith): Facts {
  return JSON.parse(data) as Facts;
}

function foresee({ now }: WorkParts, found: Standing | undefined, act: Act): Foreseen {
  if (found?.obligation === undefined) return gone;
  const { view, obligation } = found;
  const seen = told(view, [inputOf(found, act, anybody(view.program))], now());
  if (!seen.eligible) return seen;
  if (seen.would.opens?.includes(`${obligation.name}:${act.with.action ?? ''}`)) {
    return { eligible: false, why: noWay };
  }
  return { ...seen, version: versionOf(seen.would) };
}

/** It moves when the act would come to something else, and not with whatever else happens. */
function versionOf(would: object): number {
  return Number.parseInt(hash('sha256', JSON.stringify(would), 'hex').slice(0, 12), 16);
}

async function take(
  parts: WorkParts,
  found: Standing | undefined,
  deed: Deed,
): Promise<Refusal | undefined> {
  if (found === undefined) return absent;
  // It may have been taken by a process that died before it could say so.
  if (deed.again && (await entryOf(parts, found, deed)) !== undefined) return undefined;
  const foreseen = foresee(parts, found, deed);
  if (!foreseen.eligible) return foreseen.why;
  if (foreseen.version !== deed.version) return moved;
  const { engine } = parts;
  const input = inputOf(found, deed, deed.actor);
  const idempotencyKey = `${deed.key}/0`;
  const journey = journeyId(found.view.id);
  return refusalOf(() =>
    input.kind === 'act'
      ? engine.act({ ...input, obligation: deed.item, idempotencyKey })
      : engine.control({ journey, control: input, idempotencyKey }),
  );
}

/** What the journal keeps of a deed. */
async function entryOf(
  { reads }: WorkParts,
  { view }: Standing,
  deed: Pick<Deed, 'key'>,
): Promise<JournalView | undefined> {
  const key = noteOf(deed)(view.id);
  return (await journalOf(reads, view.id)).find(({ eventId }) => eventId === key);
}

/** Nothing is called verified that does not stand in the journey. */
async function see(
  parts: WorkParts,
  found: Standing | undefined,
  deed: Omit<Deed, 'again'>,
): Promise<Seen> {
  if (found === undefined) return { status: 'failed', code: 'ONW-JOURNEY-ABSENT' };
  const entry = await entryOf(parts, found, deed);
  if (entry === undefined) return { status: 'unverified' };
  const raised = `:${deed.with.action ?? ''}`;
  const isRaised = entry.body.entries.some((each) => {
    return each.kind === 'opened' && each.obligation === 'exception' && each.name.endsWith(raised);
  });
  if (deed.act === 'act' && isRaised) return { status: 'failed', code: 'ONW-BULK-NO-WAY' };
  const { owner } = deed.with;
  const isOthers =
    deed.act === 'assign' && found.obligation !== undefined && found.obligation.owner !== owner;
  if (isOthers) return { status: 'failed', code: 'ONW-RECOVERY-OVERTAKEN' };
  return { status: 'verified' };
}

const absent: Refusal = {
  code: 'ONW-JOURNEY-ABSENT',
  message: declared('There is no such journey any more.'),
};
const moved: Refusal = {
  code: 'ONW-RECOVERY-MOVED',
  message: declared('It would come to something else by now; preview it again.'),
};
const noWay: Refusal = {
  code: 'ONW-BULK-NO-WAY',
  message: declared('No way on holds for the action now; it would only be an exception.'),
};
