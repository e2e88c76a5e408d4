/** A scenario that is wrong is told at its line and column. */
import { expect, test } from 'vitest';
import { momentAt } from './moment.ts';
import { parseScenario } from './read.ts';

const head = 'scenario: a form is missing\nstarts: 2026-03-02T09:00:00-05:00\n';

function problemsOf(text: string) {
  const result = parseScenario('scenarios/a.yaml', text);
  return 'problems' in result ? result.problems : [];
}

test('a scenario is read with the line of each step', () => {
  const steps =
    '  - event: billing.checkout.completed\n  - at: +2h\n    expect: { step: payment }\n';
  const text = `${head}steps:\n${steps}`;
  const result = parseScenario('scenarios/a.yaml', text);
  expect('read' in result && result.read.lines).toEqual([4, 5]);
});

test('an unknown key is told where it stands', () => {
  const [problem] = problemsOf(`${head}steps:\n  - at: +2h\n    expct: { step: payment }\n`);
  expect(problem).toMatchObject({ line: 5, column: 5, code: 'ONW-SCENARIO-FORM' });
  expect(problem?.message).toContain('"expct"');
});

test('a moment that is none is told with what it may be', () => {
  const [problem] = problemsOf(`${head}steps:\n  - at: tomorrow\n`);
  expect(problem).toMatchObject({ line: 4 });
  expect(problem?.message).toContain('`+2h`, counted from the start');
});

test('a text that is no YAML is told at its line', () => {
  const [problem] = problemsOf(`${head}steps: [\n`);
  expect(problem?.line).toBeGreaterThanOrEqual(3);
});

test('a missing start is told', () => {
  const [problem] = problemsOf('scenario: a\nsteps:\n  - event: a.b\n');
  expect(problem?.message).toContain('starts');
});

test('moments count from the start, or stand as they are', () => {
  const start = Date.parse('2026-03-02T14:00:00Z');
  expect(momentAt('+1d2h', start)).toBe(start + 26 * 3_600_000);
  expect(momentAt('2026-03-02T10:00:00-05:00', start)).toBe(start + 3_600_000);
  expect(momentAt('+', start)).toBeUndefined();
  expect(momentAt('soon', start)).toBeUndefined();
});

test('a file that swells by its aliases is told, not a defect', () => {
  const bomb = Array.from({ length: 9 }, (_, n) => {
    return `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`;
  });
  const [problem] = problemsOf(`a0: &a0 [x]\n${bomb.join('\n')}\n`);
  expect(problem).toMatchObject({ line: 1, code: 'ONW-SCENARIO-FORM' });
});
