/**
 * The proof as an operator meets it: what may be served, what is kept of it, what is told on save.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const ports = ['--port', '0', '--mllp-port', '0'];

/** A command as it runs: all that it said so far, and how it ended. */
interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function run(...words: readonly string[]): Run {
  const env = { ...process.env, NO_COLOR: '1' };
  const child = spawn(process.execPath, [main, ...words], { env });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { child, said: () => text, ended };
}

async function stop({ child, ended }: Run): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
}

interface Told {
  readonly proof: {
    readonly verdict: string;
    readonly accepted: readonly object[];
    readonly journeys: readonly { readonly properties: readonly { readonly boundMs: unknown }[] }[];
  } | null;
}

async function told(server: Run): Promise<Told['proof']> {
  const url = /^ready (http:\S+)/m.exec(server.said())?.[1] ?? '';
  return ((await (await fetch(`${url}/v1/program`)).json()) as Told).proof;
}

const patient = { timeout: 20_000 };

describe('a program', () => {
  let folder = '';
  let file = '';
  let data = '';
  const folders: string[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onward-proof-'));
    folders.push(folder);
    expect(await run('init', folder).ended).toBe(0);
    file = join(folder, 'journeys', 'request.yaml');
    data = join(folder, '.onward');
  });
  afterAll(async () => {
    for (const each of folders) await rm(each, { recursive: true, force: true });
  });

  /** Documents that come once more while somebody decides are nobody's then. */
  async function forgetDocuments(): Promise<void> {
    const text = await readFile(file, 'utf8');
    const handled =
      '    ignore:\n      intake.documents.received: the documents are there already\n';
    expect(text).toContain(handled);
    await writeFile(file, text.replace(handled, ''));
  }

  test('that is proved is served, and its proof is kept with it', async () => {
    const server = run('serve', folder, ...ports, '--data', data);
    await expect.poll(server.said, patient).toContain('ready http');
    expect(server.said()).toMatch(/^proved C1–C11 · 1 journey · \d+ configurations · \d+ ms$/m);
    const proof = await told(server);
    expect(proof).toMatchObject({ verdict: 'proved', accepted: [] });
    expect(proof?.journeys[0]?.properties[1]).toMatchObject({
      id: 'C2',
      boundMs: expect.any(Number),
    });
    await stop(server);
  });

  test('that is refuted is not served, unless a person says why', async () => {
    await forgetDocuments();
    const refused = run('serve', folder, ...ports, '--data', data);
    expect(await refused.ended).toBe(1);
    expect(refused.said()).toMatch(/^C4 refuted · request · \S.+$/m);
    expect(refused.said()).toContain('ONW-PROGRAM-UNPROVED');
    expect(refused.said()).toContain(`onward check ${folder}`);
    const accepting = ['--accept', 'C4=they are looked at by hand'];
    const server = run('serve', folder, ...ports, '--data', data, ...accepting);
    await expect.poll(server.said, patient).toContain('ready http');
    expect(await told(server)).toMatchObject({
      verdict: 'refuted',
      accepted: [{ property: 'C4', reason: 'they are looked at by hand' }],
    });
    await stop(server);
    const doctor = run('doctor', '--data', data);
    expect(await doctor.ended).toBe(0);
  });

  test('in development is proved at each save, and goes on running', async () => {
    const server = run('dev', folder, ...ports, '--data', data);
    await expect.poll(server.said, patient).toMatch(/^proved C1–C11 · 1 journey/m);
    await expect.poll(async () => (await told(server))?.verdict, patient).toBe('proved');
    await forgetDocuments();
    await expect
      .poll(server.said, patient)
      .toMatch(/^refuted: C4 request \S+request\.yaml:\d+:\d+ \S/m);
    await expect.poll(async () => (await told(server))?.verdict, patient).toBe('refuted');
    await stop(server);
  });
});
