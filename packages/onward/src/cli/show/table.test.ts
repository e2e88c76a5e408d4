/** A table is read by people: its columns stand in line and its lines fit the terminal. */
import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import { table } from './table.ts';

const columns = [
  { title: 'name', of: (row: { name: string; words: string }) => row.name },
  { title: 'words', of: (row: { name: string; words: string }) => row.words },
];

test('columns stand in line, without space at the end of a line', () => {
  const rows = [
    { name: 'a', words: 'one' },
    { name: 'longer', words: '' },
  ];
  expect(table(columns, rows, 80)).toEqual(['name    words', 'a       one', 'longer']);
});

test('no row, no line', () => {
  expect(table(columns, [], 80)).toEqual([]);
});

test('a line longer than the terminal is cut, and says so', () => {
  const lines = table(columns, [{ name: 'a', words: 'x'.repeat(200) }], 80);
  expect(lines[1]).toHaveLength(80);
  expect(lines[1]?.endsWith('…')).toBe(true);
});

test('a sentence is folded between words', () => {
  expect(fold('waiting for the laboratory', 12)).toEqual(['waiting for', 'the', 'laboratory']);
});
