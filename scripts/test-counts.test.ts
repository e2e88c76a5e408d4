import { describe, expect, test } from 'vitest';
import { countTests, formatCounts } from './test-counts.ts';

function report(files: readonly (readonly string[] | 'unloadable')[]): string {
  const all = files.flatMap((file) => (file === 'unloadable' ? [] : file));
  return JSON.stringify({
    numTotalTests: all.length,
    numPassedTests: all.filter((status) => status === 'passed').length,
    numFailedTests: all.filter((status) => status === 'failed').length,
    testResults: files.map((file) => ({
      status: file === 'unloadable' || file.includes('failed') ? 'failed' : 'passed',
      assertionResults: file === 'unloadable' ? [] : file.map((status) => ({ status })),
    })),
  });
}

describe('the last line of a test run', () => {
  test('names what passed and what failed', () => {
    const counts = countTests(report([['passed', 'passed'], ['failed']]), 1);
    expect(formatCounts(counts)).toBe('2 passed, 1 failed');
  });

  test('names what was skipped only where something was', () => {
    const counts = countTests(report([['passed', 'skipped', 'todo']]), 0);
    expect(formatCounts(counts)).toBe('1 passed, 0 failed, 2 skipped');
  });

  test('counts a file that cannot be loaded as a failure', () => {
    expect(countTests(report([['passed'], 'unloadable']), 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  test('counts an error outside the tests as a failure', () => {
    expect(countTests(report([['passed']]), 1).failed).toBe(1);
  });

  test('counts a run that wrote no report as a failure', () => {
    expect(countTests(undefined, 137).failed).toBe(1);
  });

  test('says that no test ran', () => {
    expect(countTests(report([]), 0).note).toBe('No test ran.');
  });
});
