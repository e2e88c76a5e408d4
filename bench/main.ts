/** The bench: Onward beside what one would write by hand, and beside its peers, in one run. */
import { writeFile } from 'node:fs/promises';
import { checkMarkdown, measureCheck } from './check.ts';
import { consoleMarkdown, measureConsole } from './console.ts';
import { drop, openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { edgeMarkdown, measureEdge } from './edge.ts';
import { readOptions, usage } from './options.ts';
import type { BenchOptions } from './options.ts';
import { checkPeers } from './peers-install.ts';
import { measurePlan, planMarkdown } from './plan.ts';
import { drawTransitions } from './picture.ts';
import { measureReads, readsMarkdown } from './reads.ts';
import { measureReconcile, reconcileMarkdown } from './reconcile.ts';
import { measureScale } from './scale/scale.ts';
import { scaleMarkdown } from './scale/table.ts';
import { yearMarkdown } from './scale/year-table.ts';
import { openYear, window } from './scale/year.ts';
import type { MonthFound } from './scale/year.ts';
import { systemNames } from './system.ts';
import { markdownOf } from './table.ts';
import { measureTransitions } from './transitions.ts';

/** Months pass in seconds, so vacuum looks every second, and does not rest in between. */
const hurried = { autovacuum_naptime: '1s', autovacuum_vacuum_cost_delay: '0' };
const say = (text: string): void => console.error(text);

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});

async function main(): Promise<number> {
  let options: BenchOptions;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(usage);
    return 2;
  }
  await measureKind(options);
  return 0;
}

function measureKind(options: BenchOptions): Promise<void> {
  switch (options.kind) {
    case 'transitions':
      return transitions(options);
    case 'reads':
      return withDatabase(options, async (database) => {
        const times = await measureReads(options.journeys, database);
        await tell(readsMarkdown(times, options.journeys), times, options.json);
      });
    case 'scale':
      return withDatabase(options, async (database) => {
        const found = await measureScale(options, database, say);
        await tell(scaleMarkdown(found), found, options.json);
      });
    case 'console':
      return withDatabase(options, async (database) => {
        const found = await measureConsole(options.journeys, database, say);
        await tell(consoleMarkdown(found), found, options.json);
      });
    case 'year':
      return year(options);
    case 'check':
      return proofs(options);
    case 'plan':
      return planning(options);
    case 'edge':
      return deliveries(options);
    case 'reconcile':
      return comparing(options);
  }
}

async function transitions(options: BenchOptions): Promise<void> {
  const { short, json } = options;
  await withDatabase(options, async (database) => {
    const report = await measureTransitions(options, database, say);
    // A short bench says that it works; the figures of some systems are no picture of all.
    const isWhole = options.systems.length === systemNames.length;
    if (!short && isWhole) await drawTransitions(report);
    console.log(markdownOf(report));
    if (json === undefined) console.log(`\n${JSON.stringify(report)}`);
    else await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  });
  if (!short) return;
  console.log('');
  await deliveries({ journeys: 200, runs: 1, json: undefined });
  console.log('');
  await proofs({ short: true, json: undefined });
  console.log('');
  await planning({ short: true, json: undefined });
  await checkPeers(say).catch((error: unknown) => {
    if (!isUnreachable(error)) throw error;
    say('the peers cannot be installed here; whether their files fit was not checked');
  });
}

/** How large the tables are at the end of each month, and how fast it goes. */
async function year(options: BenchOptions): Promise<void> {
  const { journeys, json, short } = options;
  await withDatabase(
    options,
    async ({ connection, pool, pid }) => {
      const schemas = { cleared: `year${process.pid}cleared`, kept: `year${process.pid}kept` };
      const both = { connection, pool, pid, journeys, restMs: short ? 0 : 2_000 };
      const years = {
        cleared: await openYear({ ...both, schema: schemas.cleared, keep: window }),
        kept: await openYear({ ...both, schema: schemas.kept }),
      };
      const found: Record<keyof typeof years, MonthFound[]> = { cleared: [], kept: [] };
      // One beside the other, so that both have the same machine.
      for (let month = 1; month <= 12; month++) {
        found.cleared.push(await years.cleared.month());
        found.kept.push(await years.kept.month());
        say(`month ${month} of 12`);
      }
      for (const each of Object.values(years)) await each.close();
      for (const schema of Object.values(schemas)) await drop(pool, schema);
      const report = { journeysPerMonth: journeys, ...found };
      await tell(yearMarkdown(report), report, json);
    },
    hurried,
  );
}

/** How fast programs are proved: needs no database. */
async function proofs({ short, json }: Pick<BenchOptions, 'short' | 'json'>): Promise<void> {
  const times = await measureCheck(short, say);
  await tell(checkMarkdown(times), times, json);
}

/** What planned messages cost a step: needs no database. */
async function planning({ short, json }: Pick<BenchOptions, 'short' | 'json'>): Promise<void> {
  const found = measurePlan(short);
  await tell(planMarkdown(found), found, json);
}

/** How fast signed deliveries come in: real processes with databases of their own. */
async function deliveries({
  journeys,
  runs,
  json,
}: Pick<BenchOptions, 'journeys' | 'runs' | 'json'>): Promise<void> {
  const rates = await measureEdge({ journeys, runs }, say);
  await tell(edgeMarkdown(rates), rates, json);
}

/** A list beside what is believed of it: a real process with a database of its own. */
async function comparing({
  journeys,
  json,
}: Pick<BenchOptions, 'journeys' | 'json'>): Promise<void> {
  const time = await measureReconcile(journeys, say);
  await tell(reconcileMarkdown(time), time, json);
}

async function tell(markdown: string, found: object, json: string | undefined): Promise<void> {
  console.log(markdown);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(found, undefined, 2)}\n`);
}

/** A registry that does not answer is no fault of what is written here. */
function isUnreachable(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network/.test(text);
}

async function withDatabase(
  { databaseUrl }: BenchOptions,
  work: (database: Database) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const database = await openDatabase(databaseUrl, say, settings);
  const interrupt = (): void => void database.stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await work(database);
  } finally {
    await database.stop();
  }
}
