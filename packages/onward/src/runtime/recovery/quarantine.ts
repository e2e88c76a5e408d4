/** Deliveries that could not be read: the edge asks their systems for them once more. */
import { declared } from '../../core/index.ts';
import { actsOf, causeId } from './causes.ts';
import type {
  Act,
  Aside,
  AsideDesk,
  Cause,
  Foreseen,
  Item,
  KindOfCause,
  Refusal,
  Seen,
} from './types.ts';

export interface QuarantineParts {
  readonly desk: AsideDesk;
  readonly now: () => number;
}

const pageSize = 200;
/** So many of the newest are looked at; more would say the same. */
const mostPages = 25;

export function quarantineCauses(parts: QuarantineParts): KindOfCause {
  // Items that are looked at together share one reading of the list.
  let reading: Promise<readonly Aside[]> | undefined;
  const one = async (id: string): Promise<Aside | undefined> => {
    reading ??= everything(parts.desk).finally(() => {
      reading = undefined;
    });
    return (await reading).find((row) => row.id === id);
  };
  return {
    kinds: ['quarantined'],
    causes: () => causesOf(parts),
    async items({ name, system }, { after, limit }) {
      const before = after?.[0] ?? Number.MAX_SAFE_INTEGER;
      const rows = (await everything(parts.desk, 'open')).filter((row) => {
        return row.code === name && row.system === system && row.receivedAt < before;
      });
      return rows.slice(0, limit).map(itemOf);
    },
    place: ({ since }) => [since, 0],
    item: async (id) => {
      const row = await one(id);
      return row?.state === 'open' ? itemOf(row) : undefined;
    },
    foresee: async ({ id }, act) => foresee(await one(id), act, parts.now()),
    async take({ item, version }): Promise<Refusal | undefined> {
      const row = await one(item);
      if (row === undefined) return gone;
      // The edge has asked meanwhile, by itself or for another item of this run.
      if (row.tries !== version || row.state !== 'open') return undefined;
      await parts.desk.refetch();
      return undefined;
    },
    see: async ({ item }) => seenOf(await one(item)),
  };
}

async function everything(desk: AsideDesk, state?: 'open'): Promise<readonly Aside[]> {
  const found: Aside[] = [];
  let before: { readonly at: number; readonly id: string } | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await desk.setAside({
      limit: pageSize,
      ...(state === undefined ? {} : { state }),
      ...(before === undefined ? {} : { before }),
    });
    found.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    before = { at: last.receivedAt, id: last.id };
  }
  return found;
}

async function causesOf({ desk }: QuarantineParts): Promise<readonly Cause[]> {
  const groups = Map.groupBy(await everything(desk, 'open'), ({ code, system }) => {
    return `${code}\n${system}`;
  });
  return [...groups.values()].flatMap((rows): readonly Cause[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const { code, system } = first;
    const oldest = Math.min(...rows.map(({ receivedAt }) => receivedAt));
    const about = { kind: 'quarantined', name: code, system, count: rows.length } as const;
    const id = causeId('quarantined', code, system);
    return [{ id, ...about, oldest, owners: [], acts: actsOf('quarantined', false) }];
  });
}

function itemOf({ id, code, receivedAt, tries }: Aside): Item {
  return { id, version: tries, name: code, since: receivedAt };
}

function foresee(row: Aside | undefined, { act }: Act, now: number): Foreseen {
  if (row?.state !== 'open') return { eligible: false, why: gone };
  if (act !== 're-fetch') return { eligible: false, why: unknownAct };
  if (row.nextAt > now) return { eligible: false, why: resting };
  return { eligible: true, would: { asks: [row.system] } };
}

function seenOf(row: Aside | undefined): Seen {
  if (row?.state === 'refetched') return { status: 'verified' };
  if (row?.state === 'open') return { status: 'unverified' };
  return { status: 'failed', code: 'ONW-RECOVERY-GIVEN-UP' };
}

const gone: Refusal = {
  code: 'ONW-RECOVERY-GONE',
  message: declared('It is not set aside any more.'),
};
const unknownAct: Refusal = {
  code: 'ONW-RECOVERY-ACT',
  message: declared('The cause does not allow this act.'),
};
const resting: Refusal = {
  code: 'ONW-RECOVERY-RESTING',
  message: declared('Its system was asked a moment ago; it is asked again in some minutes.'),
};
