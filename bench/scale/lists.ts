/** How long each list takes, what it reads for a page, and by which index. */
import type { Pool } from 'pg';
import type { JourneyFilter, OpenStore } from '../../packages/onward/src/store/index.ts';
import { listJourneys } from '../../packages/onward/src/store/postgres/lists/journeys.ts';
import { listObligations } from '../../packages/onward/src/store/postgres/lists/obligations.ts';
import type { Runner } from '../../packages/onward/src/store/postgres/sql.ts';
import { measurePaths } from '../reads.ts';
import type { ReadTime } from '../reads.ts';
import { spread } from './spread.ts';

export interface ListFound extends ReadTime {
  readonly what: string;
  /** Of 50. */
  readonly shown: number;
  /** Rows that were read of journeys and obligations, the page's own included. */
  readonly read: number;
  readonly indexes: readonly string[];
}

const dayMs = 86_400_000;
const limit = 50;

interface Place {
  readonly pool: Pool;
  readonly schema: string;
}

/** Spreads the journeys over many places, and asks for lists of them. */
export async function measureLists(
  opened: OpenStore,
  { pool, schema }: Place,
): Promise<readonly ListFound[]> {
  await spread(pool, schema);
  const { rows } = await pool.query<{ middle: string }>(
    `select (min(id) + max(id)) / 2 as middle from ${schema}_0.journeys`,
  );
  const asked = lists(Number(rows[0]?.middle), Date.now());
  const times = await measurePaths(
    opened,
    asked.map(({ path }) => path),
  );
  const found: ListFound[] = [];
  for (const [place, { what, ask }] of asked.entries()) {
    const time = times[place];
    if (time === undefined) continue;
    found.push({
      ...time,
      what,
      path: time.path.replace(/after=.*/, 'after=…'),
      ...(await readBy({ pool, schema }, ask)),
    });
  }
  return found;
}

interface Asked {
  readonly what: string;
  readonly path: string;
  readonly ask: (runner: Runner) => Promise<readonly unknown[]>;
}

function lists(middle: number, now: number): readonly Asked[] {
  const journeys = (what: string, query: string, deep = false): Asked => {
    const path = `/v1/journeys?${query}${deep ? `&after=${cursor([middle])}` : ''}`;
    const { overdue, ...names } = Object.fromEntries(new URLSearchParams(query));
    const filter: JourneyFilter = {
      status: 'open',
      ...names,
      ...(overdue === undefined ? {} : { overdueAt: now }),
    };
    const page = { after: deep ? middle : 0, limit: limit + 1 };
    return { what, path, ask: (runner) => listJourneys(runner, filter, page) };
  };
  const obligations = (what: string, query: string, deep = false): Asked => {
    const after = { due: now + 5 * dayMs, journey: middle, slot: 0 };
    const path = `/v1/obligations?${query}${deep ? `&after=${cursor(Object.values(after))}` : ''}`;
    const { overdue, ...names } = Object.fromEntries(new URLSearchParams(query));
    const filter = { ...names, ...(overdue === undefined ? {} : { overdueAt: now }) };
    const page = { limit: limit + 1, ...(deep ? { after } : {}) };
    return { what, path, ask: (runner) => listObligations(runner, filter, page) };
  };
  return [
    journeys('all that are open', ''),
    journeys('far on', '', true),
    journeys('one program', 'program=bench'),
    journeys('nobody', 'program=nowhere'),
    journeys('two fifths', 'step=step-0'),
    journeys('far on', 'step=step-0', true),
    journeys('only the newest', 'step=newest'),
    journeys('five', 'step=rare'),
    journeys('nobody', 'step=empty'),
    journeys('many', 'owner=desk'),
    journeys('far on', 'owner=desk', true),
    journeys('many', 'stage=stage-1&owner=night'),
    journeys('few', 'program=older&step=step-19&owner=desk'),
    journeys('three in a hundred', 'overdue=true'),
    journeys('far on', 'overdue=true', true),
    journeys('few', 'overdue=true&owner=lead'),
    obligations('all', ''),
    obligations('far on', '', true),
    obligations('many', 'owner=desk'),
    obligations('far on', 'owner=desk', true),
    obligations('many', 'owner=night&kind=wait'),
    obligations('five', 'kind=exception'),
    obligations('nobody', 'owner=nobody'),
    obligations('three in a hundred', 'overdue=true'),
    obligations('few', 'overdue=true&owner=lead'),
  ];
}

/** As the API writes the cursor of a page (`api/cursor.ts`). */
function cursor(parts: readonly number[]): string {
  return Buffer.from(parts.map((part) => part.toString(36)).join('.')).toString('base64url');
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** What one page reads, as the server explains it. */
async function readBy(
  { pool, schema }: Place,
  ask: Asked['ask'],
): Promise<Pick<ListFound, 'shown' | 'read' | 'indexes'>> {
  const scans: Plan[] = [];
  let shown = 0;
  await ask({
    run: async (statement, values) => {
      const text = statement.text.replaceAll('cell.', `${schema}_0.`);
      const explained = await pool.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (analyze, format json) ${text}`,
        [...values],
      );
      const plan = explained.rows[0]?.['QUERY PLAN'][0]?.Plan;
      if (plan !== undefined) scans.push(...scansOf(plan));
      const result = await pool.query(text, [...values]);
      shown = Math.max(shown, Math.min(limit, result.rows.length));
      return result;
    },
  });
  const tables = scans.filter((scan) =>
    /^(journeys|obligations)$/.test(scan['Relation Name'] ?? ''),
  );
  const read = tables.reduce((sum, scan) => {
    return (
      sum + (scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0)) * scan['Actual Loops']
    );
  }, 0);
  const indexes = new Set(tables.filter((scan) => scan['Actual Loops'] > 0).map(nameOf));
  return { shown, read: Math.round(read), indexes: [...indexes] };
}

function* scansOf(plan: Plan): Generator<Plan> {
  if (plan['Relation Name'] !== undefined) yield plan;
  for (const each of plan.Plans ?? []) yield* scansOf(each);
}

/** A bitmap's index stands below it. */
function nameOf(scan: Plan): string {
  const index = scan['Index Name'] ?? scan.Plans?.[0]?.['Index Name'];
  return index ?? `${scan['Relation Name']} whole`;
}
