/** Which version a reading is told to be of: the one that read it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippedIntents } from '../../assistant/index.ts';
import models from '../../assistant/models/intents.json' with { type: 'json' };
import { versionsIn } from '../assistant/versions.ts';
import { lazyReader } from './reader.ts';

const message = { id: '1', who: 'person', atMs: 0, text: 'hello' } as const;
const talk = { messages: [message], nowMs: 0, zone: 'UTC' };
const counts = { shipped: 1, corrections: 0, file: 0 };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-reader-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the promoted one from its promotion on, the shipped one where that is altered', async () => {
  const versions = versionsIn(folder);
  const reader = lazyReader(folder);
  await reader.read(talk);
  expect(reader.version).toBe(shippedIntents().version);
  const name = await versions.keep({
    kind: 'assistant-version',
    madeAt: '2026-11-02T09:00:00Z',
    encoder: 'use-lite-1',
    intentLessons: counts,
    urgencyLessons: counts,
    intents: models,
    urgency: null,
  });
  const step = { at: '2026-11-02T09:00:00Z', kind: 'promote', from: 'shipped', by: 'jo' } as const;
  await versions.take({ ...step, to: name });
  await reader.read(talk);
  expect(reader.version).toBe(name);
  await writeFile(join(versions.folder, 'versions', `${name}.json`), '{}');
  const another = lazyReader(folder);
  await another.read(talk);
  expect(another.version).toBe(shippedIntents().version);
}, 60_000);
