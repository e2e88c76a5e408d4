/** Learning through the command line, over corrections in a real database of an edge. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sql } from '../../../test/sql.ts';
import { eventOf, processOf, refOf, ringOf, type World } from '../../edge/vault.fixture.ts';
import { openEdgeStore, type OpenEdgeStore } from '../../store/index.ts';
import { runCli } from '../cli.ts';
import type { Terminal } from '../terminal.ts';

/** Nothing in the rules or the lexicon knows what these are; a clinic's own device. */
const raisedText = 'zorbex number is under four today';
const ring = ringOf(1);
const ref = refOf(ring, 'clinic', 'A');
let data = '';
let url = '';
let store: OpenEdgeStore;
let world: World;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'assistant-learning-'));
  const database = `learning_${randomBytes(6).toString('hex')}`;
  await sql(`create database ${database}`);
  const connection = inject('database');
  const at = new URL('url' in connection ? connection.url : 'postgres://localhost');
  if (!('url' in connection)) {
    Object.assign(at, { username: connection.user, password: connection.password });
    at.port = String(connection.port);
    at.searchParams.set('host', connection.host);
  }
  at.pathname = `/${database}`;
  url = at.href;
  store = await openEdgeStore({ connection: { url } });
  world = await processOf(ring, store);
  await world.vault.remember(eventOf(ring, { subjects: ['A'] }));
  process.env['ONWARD_KEY'] = '01'.repeat(32);
});
afterAll(async () => {
  delete process.env['ONWARD_KEY'];
  await store.close();
  await rm(data, { recursive: true, force: true });
});

async function run(...words: readonly string[]) {
  const lines: string[] = [];
  const terminal: Terminal = {
    out: (line) => lines.push(line),
    note: () => undefined,
    paint: (_, text) => text,
    columns: 120,
  };
  const exit = await runCli(['assistant', ...words], terminal);
  return { exit, said: lines.join('\n') };
}

const at = (...words: readonly string[]) =>
  run(...words, '--data', data, '--database-url', url, '--json');
const told = ({ said }: { readonly said: string }) => JSON.parse(said) as Record<string, unknown>;

async function correct(text: string, label: object, level = 'routine'): Promise<string> {
  const { readings } = world;
  const readAs = { intent: 'other', level, concepts: [], confidence: 0.3, version: '1' };
  const id = await readings.keep({ ref, at: 1, readAs, text, why: 'unsure' });
  await readings.review(id, { by: 'p-1', at: 2, label });
  return id;
}

async function levelOf(text: string): Promise<unknown> {
  const { urgency } = told(await at('explain', text)) as { urgency: { level: string } };
  return urgency.level;
}

let learnt = '';
let held = '';

test(
  'what people raised is learnt, and what they lowered is not',
  { timeout: 240_000 },
  async () => {
    expect(await levelOf(raisedText)).not.toMatch(/emergency|review-now/);
    held = await correct(raisedText, { level: 'review-now', concepts: ['fever'] });
    await correct('crushing chest pain', { level: 'routine' }, 'emergency');
    await correct('the zorbex supplies for my mother', { intent: 'refill' });
    const found = told(await at('train'));
    expect(found).toMatchObject({
      intentLessons: { corrections: 1 },
      urgencyLessons: { corrections: 1 },
      lowered: 1,
      concepts: { fever: 1 },
    });
    learnt = String(found['version']);
    expect(await levelOf(raisedText)).not.toMatch(/emergency|review-now/);
    expect(told(await at('promote', learnt, '--by', 'jo'))).toMatchObject({
      taken: true,
      from: 'shipped',
      objections: [],
    });
    expect(await levelOf(raisedText)).toMatch(/emergency|review-now/);
    expect(await levelOf('crushing chest pain')).toBe('emergency');
    expect(told(await at('explain', 'the zorbex supplies for my mother'))).toMatchObject({
      version: learnt,
      intent: { label: 'refill' },
      because: expect.arrayContaining([expect.objectContaining({ words: expect.any(String) })]),
    });
  },
);

test(
  'going back may not lower what was raised, unless it is signed',
  { timeout: 240_000 },
  async () => {
    const item = `reading/${held}`;
    const refused = await at('rollback', '--by', 'jo');
    expect(refused.exit).toBe(1);
    expect(told(refused)).toMatchObject({
      taken: false,
      objections: [{ kind: 'urgent-fell', id: item }],
    });
    expect(told(await at('versions'))).toMatchObject({ current: learnt });
    const [key, other, file] = ['ada.pem', 'ben.pem', 'change.json'].map((name) =>
      join(data, name),
    );
    await at('reviewer', 'ada', '--key', key ?? '');
    await at('reviewer', 'ben', '--key', other ?? '');
    const sign = (author: string, by: string) =>
      at(
        ...['change', 'shipped', '--item', item, '--reason', 'four is what the maker calls low'],
        ...['--author', author, '--reviewer', 'ada', '--key', by, '--out', file ?? ''],
      );
    // Ada cannot review what she asks for, and Ben cannot sign for her.
    expect((await sign('ada', key ?? '')).exit).toBe(2);
    await sign('jo', other ?? '');
    expect((await at('rollback', '--by', 'jo', '--change', file ?? '')).exit).toBe(2);
    await sign('jo', key ?? '');
    const text = await readFile(file ?? '', 'utf8');
    await writeFile(file ?? '', text.replace(item, 'frozen/chest/0.0'));
    expect((await at('rollback', '--by', 'jo', '--change', file ?? '')).exit).toBe(2);
    await writeFile(file ?? '', text);
    expect((await at('promote', learnt, '--by', 'jo', '--change', file ?? '')).exit).toBe(2);
    const back = await at('rollback', '--by', 'jo', '--change', file ?? '');
    expect([back.exit, told(back)['taken']]).toEqual([0, true]);
    const { history, current } = told(await at('versions'));
    expect(current).toBe('shipped');
    expect(history).toMatchObject([
      { kind: 'promote', from: 'shipped', to: learnt, by: 'jo' },
      { kind: 'rollback', from: learnt, to: 'shipped', change: expect.any(String) },
    ]);
  },
);

test('versions are compared, and an altered one does not load', { timeout: 240_000 }, async () => {
  const { changed } = told(await at('diff', 'shipped', learnt)) as { changed: { id: string }[] };
  expect(changed).toContainEqual(expect.objectContaining({ id: `reading/${held}` }));
  const folder = join(data, 'assistant', 'versions');
  const [file = ''] = await readdir(folder);
  const text = await readFile(join(folder, file), 'utf8');
  expect(text).not.toContain('zorbex');
  await writeFile(join(folder, file), text.replace('"temperature":', '"temperature": '));
  const altered = await at('promote', learnt, '--by', 'jo');
  expect(altered.exit).toBe(2);
  expect((await at('promote', '../../etc/passwd', '--by', 'jo')).exit).toBe(2);
});

test('what was erased is not trained on', { timeout: 120_000 }, async () => {
  await world.vault.erase([ref], 5);
  expect(told(await at('train'))).toMatchObject({
    intentLessons: { corrections: 0 },
    urgencyLessons: { corrections: 0 },
  });
});
