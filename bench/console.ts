/** How fast the console's lists and figures answer, with very many journeys in the database. */
import type { Pool } from 'pg';
import { createApi, serve } from '../packages/onward/src/api/index.ts';
import {
  createIdentity,
  Figures,
  PlaceCounter,
  SourceDesk,
  startRecovery,
} from '../packages/onward/src/runtime/index.ts';
import type { Engine } from '../packages/onward/src/runtime/index.ts';
import { openStore } from '../packages/onward/src/store/index.ts';
import type { OpenStore } from '../packages/onward/src/store/index.ts';
import { drop } from './database.ts';
import type { Database } from './database.ts';
import { startBenchEngine } from './onward.ts';
import { timeOf } from './reads.ts';
import type { ReadTime } from './reads.ts';
import { fill } from './scale/fill.ts';
import { spread } from './scale/spread.ts';
import { table } from './table.ts';

export interface ConsoleFound {
  readonly journeys: number;
  readonly reads: readonly ReadTime[];
  /** One sweep over all of them, its rests left out. */
  readonly sweepMs: number;
  /** One pass over a quarter of an hour in which so many inputs were taken. */
  readonly passMs: number;
  readonly passRows: number;
}

/** No list and no figure of the console may take longer. */
const goalMs = 100;
const clock = { now: (): number => Date.now() };
const elapsed = (): number => performance.now();

export async function measureConsole(
  journeys: number,
  database: Database,
  say: (text: string) => void,
): Promise<ConsoleFound> {
  const schema = `console${process.pid}`;
  const opened = await openStore({ connection: database.connection, schema });
  try {
    await fill(opened.store, journeys, say);
    await spread(database.pool, schema);
    for (const statement of beside(`${schema}_0`)) await database.pool.query(statement);
    await database.pool.query('vacuum analyze');
    say(`${journeys} journeys are made`);
    const engine = await startBenchEngine(opened.store);
    try {
      return { journeys, ...(await ask(opened, engine, { pool: database.pool, schema })) };
    } finally {
      await engine.stop();
    }
  } finally {
    await opened.store.close();
    await drop(database.pool, schema);
  }
}

/** A message of each journey, and what people did with every tenth, over the last month. */
function beside(cell: string): readonly string[] {
  const at = `now() - (j.id / 1024 % 2592000) * interval '1 second'`;
  return [
    `insert into ${cell}.messages (journey, seq, index, subject, system, template, purpose, channel,
            matter, words, fate, rule, asked_at, at)
     select j.id, 1, 0, j.subject, 'sys', 'text-' || j.id / 1024 % 12, 'care', 'sms', '',
            md5(j.id::text)::uuid, case when j.id / 1024 % 5000 = 7 then 'failed'
              when j.id / 1024 % 40 = 3 then 'withheld' else 'sent' end,
            case when j.id / 1024 % 40 = 3 then 'hours' end, ${at}, ${at}
       from ${cell}.journeys j`,
    `insert into ${cell}.journal (journey, seq, at, occurred_at, type, source, event_id, step, body,
            hash)
     select j.id, 99, ${at}, ${at}, case when j.id / 1024 % 500 = 7 then 'override' else 'act' end,
            'p-' || j.id / 1024 % 40, '', 'form',
            '{"input":{"kind":"act","action":"done"},"entries":[]}', ''
       from ${cell}.journeys j where j.id / 1024 % 10 = 7`,
  ];
}

interface Place {
  readonly pool: Pool;
  readonly schema: string;
}

async function ask(
  opened: OpenStore,
  engine: Engine,
  place: Place,
): Promise<Omit<ConsoleFound, 'journeys'>> {
  const { figures, recovery } = await startParts(opened, engine);
  const none = (): Promise<never> => Promise.reject(new Error('Nothing comes in here.'));
  const serving = await serve({
    app: createApi({
      engine,
      reads: opened.reads,
      clock,
      intake: { receive: none, receiveLine: none, receiveEvents: none },
      figures,
      recovery,
      work: {
        store: opened.work,
        counts: figures.parts.places,
        activity: figures.parts.figures.activity,
      },
      ready: () => Promise.resolve(true),
      log: () => undefined,
    }),
    host: '127.0.0.1',
    port: 0,
  });
  try {
    const pass = await onePass(opened, place);
    const swept = await figures.sweepNow();
    const reads: ReadTime[] = [];
    // What is kept is counted by whoever asks first; everybody after that is measured.
    for (const path of paths) await (await fetch(serving.url + path)).arrayBuffer();
    for (const path of paths) reads.push({ path, ...(await timeOf(serving.url + path)) });
    return { reads, sweepMs: swept.costMs, ...pass };
  } finally {
    figures.stop();
    await recovery.stop();
    await serving.close();
  }
}

async function startParts(opened: OpenStore, engine: Engine) {
  const { store, reads, work, figures: figureStore } = opened;
  const program = () => engine.program;
  const { now } = clock;
  const { fence } = opened;
  const recovery = await startRecovery({
    ...{ store, reads, recovery: opened.recovery, engine, fence, clock },
    identity: createIdentity({ store, reads, engine, fence, clock }),
    outlet: { idempotent: () => true },
  });
  const figures = new Figures({
    ...{ figures: figureStore, reads, store, recovery, program, now, elapsed },
    places: new PlaceCounter({ work, program, now, wall: elapsed }),
    sources: new SourceDesk({ store, program, quietMs: () => undefined, now }),
    absent: () => Promise.resolve(new Set<string>()),
    sweepRest: 0,
    onTrouble: (code) => {
      throw new Error(code);
    },
  });
  return { figures, recovery };
}

/** Counts a quarter of an hour of what was just made. */
async function onePass({ figures }: OpenStore, { pool, schema }: Place) {
  const quarter = `max(at) - interval '15 minutes'`;
  const { rows } = await pool.query<{ rows: string; until: Date }>(
    `select count(*) as rows, (select max(at) from ${schema}_0.journal) as until
       from ${schema}_0.journal where at >= (select ${quarter} from ${schema}_0.journal)`,
  );
  await pool.query(`update ${schema}_0.counting
                       set since = (select ${quarter} from ${schema}_0.journal),
                           counted_to = (select ${quarter} from ${schema}_0.journal)`);
  const began = elapsed();
  await figures.activity.count(0, { now: Date.now(), restMs: () => 3_600_000 });
  return { passMs: elapsed() - began, passRows: Number(rows[0]?.rows ?? 0) };
}

const paths = [
  '/v1/queue',
  '/v1/queue?owner=desk&state=overdue',
  '/v1/queue?state=due&fromDay=1&toDay=3',
  '/v1/today?owner=desk',
  '/v1/journeys',
  '/v1/summary',
  '/v1/flow',
  '/v1/flow/ageing',
  '/v1/flow/variants',
  '/v1/flow/cumulative',
  '/v1/stalls',
  '/v1/load',
  '/v1/promises',
  '/v1/recovery/causes',
  '/v1/drifts?state=open',
  '/v1/unmatched',
  '/v1/messages',
  '/v1/messages?fate=failed',
  '/v1/messages?template=text-3',
  '/v1/messages/summary',
  '/v1/record',
  '/v1/record?actor=p-3',
  '/v1/record?what=override',
  '/v1/touches',
];

export function consoleMarkdown({ journeys, reads, ...found }: ConsoleFound): string {
  const rows = reads.map(({ path, p50Ms, p95Ms }) => {
    return [`\`${path}\``, p50Ms.toFixed(1), p95Ms.toFixed(1), p95Ms <= goalMs ? 'yes' : 'no'];
  });
  const { sweepMs, passMs, passRows } = found;
  return [
    `${journeys} journeys, over HTTP; the goal is a p95 of ${goalMs} ms`,
    '',
    ...table([['read', 'p50 ms', 'p95 ms', 'within'], ...rows]),
    '',
    `One sweep: ${(sweepMs / 1_000).toFixed(1)} s of work.`,
    `Counting ${passRows} inputs: ${(passMs / 1_000).toFixed(1)} s.`,
  ].join('\n');
}
