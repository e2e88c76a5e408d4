/** One run over the whole workspace; the tests bring their own databases and servers. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['packages/onward/test/database.ts'],
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'examples/**/*.test.ts',
    ],
    // A test that starts a real PostgreSQL needs seconds on a small machine; none needs a minute.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A crash test may take its process with it: each file has one of its own, two at a time.
    pool: 'forks',
    maxWorkers: 2,
    // Injected time has a zone of its own: the machine's must never show.
    // What a server keeps outside its data goes with the other things that tests leave behind.
    env: { TZ: 'UTC', XDG_STATE_HOME: join(tmpdir(), 'onward-state') },
    restoreMocks: true,
  },
});
