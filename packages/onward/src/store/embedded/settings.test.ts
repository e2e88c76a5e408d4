import { expect, test } from 'vitest';
import { cacheSize, settingWords } from './settings.ts';

const giga = 1024 ** 3;

test.each([
  [giga / 4, 128],
  [2 * giga, 512],
  [8 * giga + 1, 2_048],
  [256 * giga, 4_096],
])('of %d bytes of memory %d MB keep pages', (memory, mb) => {
  expect(cacheSize(memory)).toBe(mb * 1024 * 1024);
});

test('what keeps data durable and out of the log stays, whatever a caller asks for', () => {
  const words = settingWords({ fsync: 'off', log_statement: 'all', work_mem: '8MB' }, '/tmp/s');
  expect(words).toEqual(expect.arrayContaining(['work_mem=8MB', 'fsync=on', 'log_statement=none']));
  expect(words).not.toContain('fsync=off');
  expect(words.find((word) => word.startsWith('shared_buffers='))).toMatch(/=\d{3,4}MB$/u);
});
