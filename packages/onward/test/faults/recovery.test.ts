/**
 * R2 of recovery: what failed is sent again and done once, though the process is killed in the
 * middle of the run; and what is called verified is done.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onwardAsIs } from '../../src/cli/cli.fixture.ts';
import { startEmbedded } from '../../src/store/index.ts';
import { figure, goal, patience, pause, until } from './figures.ts';
import { expectSound } from './ledger.ts';
import { Load } from './load.ts';
import { startOnward } from './onward.ts';
import type { Onward } from './onward.ts';
import { Provider } from './provider.ts';

const journeys = goal({ short: 60, full: 1_000 });
const kills = goal({ short: 4, full: 40 });

interface Told {
  readonly causes: readonly {
    readonly id: string;
    readonly name: string;
    readonly count: number;
  }[];
  readonly token: string;
  readonly run: { readonly id: string };
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly runs: readonly { readonly counts: Readonly<Record<string, number>> }[];
}

async function ask(onward: Onward, path: string, body?: object): Promise<Told> {
  const answer = await fetch(`${onward.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = (await answer.json()) as Told;
  expect(answer.ok, JSON.stringify(told)).toBe(true);
  return told;
}

test(
  'killed in the middle of a recovery run: it goes on, nothing done twice',
  patience,
  async () => {
    const tell = figure({
      promise: 'R2',
      fault: 'kill -9 of the process in the middle of a recovery run',
      goal: 'each order done once, each item verified',
    });
    const data = await mkdtemp(join(tmpdir(), 'onward-recovery-'));
    const provider = await Provider.start();
    const begin = { data, provider: provider.url };
    let onward = await startOnward(begin);
    // The system refuses what it is asked, until somebody mends it.
    provider.refusal = 422;
    provider.refuses = () => true;
    const load = new Load({ journeys, kinds: ['started', 'paid'] });
    load.targets = [onward.edgeUrl];
    await load.run();
    const failed = await until(async () => {
      const { causes } = await ask(onward, '/v1/recovery/causes');
      return causes.find(({ name, count }) => name === 'ehr.note:rejected' && count === journeys);
    });
    expect(provider.total).toBe(0);

    provider.refuses = () => false;
    provider.at = (moment) => (moment === 'done' ? pause(Math.random() * 40) : undefined);
    const preview = { cause: failed.id, act: 'retry' };
    const { token, run } = await ask(onward, '/v1/recovery/previews', preview);
    await ask(onward, '/v1/recovery/runs', { token, actor: 'p-1' });
    for (let killed = 0; killed < kills; killed++) {
      const sofar = ((killed + Math.random()) / kills) * journeys * 0.9;
      await until(() => (provider.total >= sofar ? true : undefined));
      await pause(Math.random() * 30);
      await onward.kill();
      onward = await startOnward(begin);
    }
    const ended = await until(async () => {
      const told = await ask(onward, `/v1/recovery/runs/${run.id}`);
      return told.state === 'ended' ? told : undefined;
    });
    expect(ended.counts).toMatchObject({ verified: journeys, failed: 0, unverified: 0 });
    const notes = [...provider.deeds].filter(([deed]) => deed.endsWith('/note'));
    expect(notes).toHaveLength(journeys);
    expect(notes.filter(([, times]) => times !== 1)).toEqual([]);
    const { causes } = await ask(onward, '/v1/recovery/causes');
    expect(causes.filter(({ name }) => name.startsWith('ehr.note'))).toEqual([]);
    const listed = await onwardAsIs('recover', '--url', onward.url, '--json');
    expect(listed.exit).toBe(0);

    expect(await onward.stop()).toBe(0);
    const database = await startEmbedded({ directory: data });
    await expectSound(database.connection, journeys);
    await database.stop();
    await tell(
      `${kills} kills, ${journeys} orders sent again, each item verified, ` +
        `${provider.repeats} calls repeated under their key, 0 done twice`,
    );
    provider.stop();
    await rm(data, { recursive: true, force: true });
  },
);
