/** Counts a test run from vitest's JSON report; a run that broke never counts as passed. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What a reader must know beside the numbers. */
  readonly note?: string;
}

/** The part of vitest's report that we read. */
interface Report {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** `text` is the report, undefined where none was written; `status` is the exit code of the run. */
export function countTests(text: string | undefined, status: number | null): Counts {
  if (text === undefined) {
    return { passed: 0, failed: 1, skipped: 0, note: `The test run broke off (exit ${status}).` };
  }
  const report = JSON.parse(text) as Report;
  const passed = report.numPassedTests;
  // A file that cannot be loaded fails without a failing test in it: it counts as one.
  const unloaded = report.testResults.filter(
    ({ status: result, assertionResults }) =>
      result === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  const skipped = report.numTotalTests - passed - report.numFailedTests;
  if (status !== 0 && failed === 0 && passed > 0) {
    const note = 'An error outside the tests failed the run; it is counted as one failure.';
    return { passed, failed: 1, skipped, note };
  }
  if (passed + failed === 0) return { passed, failed, skipped, note: 'No test ran.' };
  return { passed, failed, skipped };
}

/** `N passed, N failed`, and the skipped ones where there are any. */
export function formatCounts({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
