/** What staff see of messages: over HTTP and on the command line, from a real engine and store. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApi, serve } from '../../src/api/index.ts';
import type { Serving } from '../../src/api/index.ts';
import { onward } from '../../src/cli/cli.fixture.ts';
import { billed, people, started } from '../people.ts';
import { begin, event, Stage } from '../stage.ts';

const hour = 3_600_000;
const day = 24 * hour;
let stage: Stage;
let serving: Serving;
let url: string;
let folder: string;

beforeEach(async () => {
  stage = await Stage.set({ program: people(['care', 'bill']) });
  const api = createApi({
    engine: stage.engine,
    reads: stage.open.reads,
    clock: { now: () => stage.now },
    intake: {
      receive: async () => [],
      receiveLine: async () => [],
      receiveEvents: async () => [],
    },
    ready: async () => true,
    log: () => undefined,
  });
  serving = await serve({ app: api, host: '127.0.0.1', port: 0 });
  url = serving.url;
  folder = await mkdtemp(join(tmpdir(), 'onward-messages-'));
});
afterEach(async () => {
  await serving.close();
  await stage.leave();
  await rm(folder, { recursive: true, force: true });
});

/** Ann is told of her care, and her invoice waits for the morning. */
async function told(): Promise<{ readonly care: string; readonly bill: string }> {
  const [care, bill] = await stage.send(started(), billed());
  await stage.engine.idle();
  return { care: care?.journeys[0] ?? '', bill: bill?.journeys[0] ?? '' };
}

async function json(...words: readonly string[]): Promise<unknown> {
  const { exit, out, err } = await onward(...words, '--url', url, '--json');
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return JSON.parse(out);
}

async function lines(...words: readonly string[]): Promise<readonly string[]> {
  const { exit, out } = await onward(...words, '--url', url);
  expect(exit).toBe(0);
  return out.trim().split('\n');
}

test('why a message waits stands in the explanation, in words', async () => {
  const { care, bill } = await told();
  expect(await lines('messages', 'show', bill)).toEqual([
    'invoice waits until 21 Nov 08:00: the person has other messages on that day.',
  ]);
  expect((await lines('explain', care)).join('\n')).toContain(
    'welcome was sent over sms on 20 Nov 10:00.',
  );
  const answer = await fetch(`${url}/v1/journeys/${bill}/messages`);
  expect(await answer.json()).toMatchObject({
    messages: [{ template: 'invoice', fate: 'deferred' }],
    consents: [],
  });
});

test('what a person says is entered by staff, holds for all journeys, and is told', async () => {
  const { care, bill } = await told();
  const words = ['consent', care, '--revoke', '--channel', 'sms', '--actor', 'p-1'];
  expect(await lines(...words)).toEqual(['2026-11-20 09:00  wants no messages over sms  (person)']);
  await stage.wait(day);
  expect(await lines('messages', 'show', bill)).toEqual([
    'invoice was not sent over sms: the person has said no.',
    '2026-11-20 09:00  wants no messages over sms  (person)',
  ]);
  expect((await onward('consent', care, '--actor', 'p-1', '--url', url)).exit).toBe(2);
  const wrong = await onward(
    ...words.slice(0, 3),
    '--channel',
    'pigeon',
    ...words.slice(5),
    '--url',
    url,
  );
  expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('ONW-CONSENT-WORD') });
});

test('the plan tells what is to come, and what would become of it by then', async () => {
  const { bill } = await told();
  const planned = (await json('messages', 'plan')) as { readonly messages: unknown };
  const at = new Date(begin + 22 * hour).toISOString();
  expect(planned.messages).toEqual([
    expect.objectContaining({ journey: bill, template: 'invoice', planned: at, sendAt: at }),
  ]);
  const later = await lines('messages', 'plan', '--as-of', '2026-11-22T23:00:00+01:00');
  expect(later.at(-1)).toMatch(/invoice +sms +jrn_\w+ +sent 2026-11-23 07:00 \(hours\)/);
  const past = await onward('messages', 'plan', '--as-of', '2026-01-01T00:00:00Z', '--url', url);
  expect(past).toMatchObject({ exit: 1, err: expect.stringContaining('ONW-DUE-PAST') });
});

test('what another policy would have made of it', async () => {
  await told();
  await stage.wait(2 * day);
  await stage.send(event('billed', 'bert'));
  await stage.engine.idle();
  const file = join(folder, 'policy.yaml');
  await writeFile(file, 'messages: { hours: office, caps: { day: 2, week: 9 } }\n');
  const since = ['--since', '2026-11-01T00:00:00Z'];
  expect(await json('messages', 'backtest', '--policy', file, ...since)).toMatchObject({
    was: { sent: 3, late: 1, merged: 0, withheld: 0 },
    would: { sent: 3, late: 0, merged: 0, withheld: 0 },
    changed: [{ template: 'invoice', was: 'late', would: 'sent' }],
  });
  await writeFile(file, 'messages: { hours: nowhere }\n');
  const wrong = await onward('messages', 'backtest', '--policy', file, ...since, '--url', url);
  expect(wrong.exit).toBe(1);
  expect(wrong.err).toContain('line 1, column 20, ONW-LANG-UNKNOWN-CALENDAR');
});
