/** One real PostgreSQL for the whole run of tests; each test has schemas of its own in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/store/index.ts';
import type { Connection } from '../src/store/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly database: Connection;
  }
}

/** Uses TEST_DATABASE_URL where it is set, else the embedded default. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url !== undefined) {
    project.provide('database', { url });
    return () => Promise.resolve();
  }
  const directory = await mkdtemp(join(tmpdir(), 'onward-test-'));
  const database = await startEmbedded({ directory });
  project.provide('database', database.connection);
  return async () => {
    await database.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
