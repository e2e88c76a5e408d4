/**
 * `onward assistant eval` through the command line: its one form for programs, and its exit codes.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../cli.ts';
import type { Terminal } from '../terminal.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assistant-eval-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(words: readonly string[]) {
  const lines: string[] = [];
  const terminal: Terminal = {
    out: (line) => lines.push(line),
    note: () => undefined,
    paint: (_, text) => text,
    columns: 120,
  };
  return { exit: await runCli(words, terminal), lines };
}

const keys = ['results', 'sensitivity', 'falseAlarmRate', 'accuracy', 'oosRecall', 'p95Ms'];

test('urgency: a level for each line, and the rates', async () => {
  const file = join(folder, 'urgent.jsonl');
  const rows = [
    { id: 'a', text: "I can't breathe", level: 'emergency' },
    { id: 'b', text: ['my chest', 'it is crushing, down my arm'], level: 'emergency' },
    { text: 'can I pay my bill online', level: 'admin' },
    { id: 'd', text: 'no level here' },
  ];
  await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const { lines } = await run(['assistant', 'eval', '--urgency', file, '--json']);
  const found = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  expect(Object.keys(found)).toEqual(keys);
  expect(found).toMatchObject({ sensitivity: 1, falseAlarmRate: 0, oosRecall: null });
  const results = found['results'] as readonly { readonly id: string; readonly level: string }[];
  expect(results.map(({ id }) => id)).toEqual(['a', 'b', '2', 'd']);
  expect(results[0]?.level).toBe('emergency');
});

test('intents: trained on the train of the file, measured on its test', async () => {
  const texts = {
    book: ['book a visit', 'make an appointment', 'i want to book', 'schedule a check up'],
    pay: ['pay my bill', 'how much do i owe', 'send me an invoice', 'a refund please'],
  };
  const rows = Object.entries(texts).flatMap(([label, said]) => said.map((text) => [text, label]));
  const file = join(folder, 'intents.json');
  const asked = [['please book me a check up', 'book']];
  const oosTest = [['what is the tallest mountain', 'oos']];
  await writeFile(
    file,
    JSON.stringify({
      train: [...rows, ...rows],
      test: asked,
      oos_test: oosTest,
      oos_train: oosTest,
    }),
  );
  const { lines } = await run(['assistant', 'eval', '--intents', file, '--json']);
  const found = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  expect(Object.keys(found)).toEqual(keys);
  expect(found).toMatchObject({ accuracy: 1, oosRecall: 1, sensitivity: null });
  expect(found['results']).toMatchObject([
    { id: 0, intent: 'book' },
    { id: 1, intent: 'oos' },
  ]);
});

test('a file that is none is wrong use', async () => {
  expect((await run(['assistant', 'eval', '--urgency', join(folder, 'absent')])).exit).toBe(2);
  expect((await run(['assistant', 'eval'])).exit).toBe(2);
});
