/** The detectors prove themselves in a server that runs, and somebody outside can see it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { onward } from '../../src/cli/cli.fixture.ts';
import { startProcess } from '../process.ts';

const program = fileURLToPath(new URL('planes', import.meta.url));

test('a heartbeat is written, and sent, while every detector fires', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onward-watchdogs-'));
  const asked: string[] = [];
  const outside = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end();
  });
  await new Promise<void>((resolve) => {
    outside.listen(0, '127.0.0.1', resolve);
  });
  const { port } = outside.address() as AddressInfo;
  const heartbeat = join(folder, 'heartbeat.json');
  const url = `http://127.0.0.1:${port}/beat`;
  const words = ['serve', program, '--port', '0', '--data', join(folder, 'data')];
  const watched = ['--drills', '2s', '--heartbeat', heartbeat, '--heartbeat-url', url];
  const server = await startProcess([...words, ...watched], {});
  try {
    await expect.poll(() => asked, { timeout: 30_000 }).toContain('GET /beat');
    const beat = JSON.parse(await readFile(heartbeat, 'utf8')) as { fired: object };
    expect(Object.keys(beat.fired).toSorted()).toEqual(['audit', 'drift', 'overdue', 'silence']);
    const { exit, out } = await onward('watchdogs', '--url', server.url, '--json');
    expect({ exit, ...(JSON.parse(out) as object) }).toMatchObject({
      exit: 0,
      well: true,
      watchdogs: { length: 4 },
    });
    // Nothing of the shadow is among what people see.
    const journeys = await fetch(`${server.url}/v1/journeys`);
    expect(await journeys.json()).toMatchObject({ journeys: [] });
    const incidents = await fetch(`${server.url}/v1/incidents`);
    expect(await incidents.json()).toMatchObject({ incidents: [] });
  } finally {
    expect(await server.stop()).toBe(0);
    outside.closeAllConnections();
    outside.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 90_000);
