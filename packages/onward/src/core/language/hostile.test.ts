import { expect, test } from 'vitest';

import { compileObject } from './compile.ts';
import { compileFiles, journeyText, linesOf, marked, programText } from './program.fixture.ts';
import { standIns } from './stand-in.fixture.ts';

const visit = journeyText('first: { wait: { for: 1d }, then: end }');

/** Texts made to crash, hang or fool a reader; each must end with a problem, and soon. */
const texts: Readonly<Record<string, string>> = {
  empty: '',
  'ten megabytes': 'a'.repeat(10 * 1024 * 1024),
  'ten thousand lists': '['.repeat(10_000) + ']'.repeat(10_000),
  'ten thousand open lists': '['.repeat(10_000),
  'ten thousand maps': '{a: '.repeat(10_000) + '}'.repeat(10_000),
  'ten thousand items': `${'- '.repeat(10_000)}a`,
  'a hundred thousand lists': '['.repeat(100_000) + ']'.repeat(100_000),
  'a hundred thousand ends': ']'.repeat(200_000),
  'a thousand indents': Array.from({ length: 600 }, (_, at) => `${' '.repeat(at)}k:`).join('\n'),
  'aliases of aliases': bomb(),
  'an alias of itself': '&a [*a]',
  'a hundred thousand aliases': `[&a x${',*a'.repeat(60_000)}]`,
  'many documents': '---\n'.repeat(50_000),
  'many tags': '!a '.repeat(60_000),
  'many anchors': '&a '.repeat(60_000),
  'many unknown keys': Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join('\n'),
  'a proto key': `${visit}__proto__: { polluted: true }\n`,
  'a constructor key': `${visit}constructor: { prototype: {} }\n`,
  'a NUL': visit.replace('patient', 'pat\u0000ient'),
  'a change of direction': visit.replace('patient', 'pat\u202eient'),
  'a key twice': `${visit}journey: visit\n`,
  'a map as a key': `${visit}? { a: b }\n: c\n`,
  'a null': 'null',
  'a number': '42',
  'a list': '[]',
  'a binary': '!!binary aGVsbG8=',
  'a function': '!!js/function "function () {}"',
  'a merge key': `${visit}<<: { polluted: true }\n`,
};

test.each(Object.entries(texts))('%s ends with a problem, quickly', (_, text) => {
  for (const name of ['program.yaml', 'visit.yaml']) {
    const began = performance.now();
    const result = compileFiles({ 'visit.yaml': visit, [name]: text });
    expect(result.program).toBeUndefined();
    expect(result.problems.length).toBeGreaterThan(0);
    expect(result.problems.length).toBeLessThanOrEqual(500);
    expect(result.problems[0]).toMatchObject({
      file: name,
      code: expect.stringMatching(/^ONW-LANG-/u),
    });
    expect(performance.now() - began).toBeLessThan(15_000);
  }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('aliases within bounds are a convenience, and stand where their anchor stands', () => {
  const text = visit
    .replace('then: end }', 'then: end, on: &told { crm.told: end } }')
    .replace(
      'end: { end: done }',
      'end: { end: done }\n      more: { wait: { for: 1d }, then: end, on: *told }',
    );
  expect(linesOf(compileFiles({ 'visit.yaml': text }))).toEqual([]);
  const { text: bad, place } = marked(text.replace('crm.told: end', 'crm.told: ¦ned'));
  expect(linesOf(compileFiles({ 'visit.yaml': bad }))).toEqual([`ONW-LANG-UNKNOWN-STEP ${place}`]);
});

test('names that objects inherit are not taken for something that is there', () => {
  const file = (to: string) => ({ 'visit.yaml': visit.replace('then: end', `then: ${to}`) });
  for (const name of ['constructor', 'valueof', 'has-own-property']) {
    expect(linesOf(compileFiles(file(name)))[0]).toMatch(/^ONW-LANG-UNKNOWN-STEP/u);
  }
  const program = programText.replace('connector: stripe', 'connector: constructor');
  expect(linesOf(compileFiles({ 'program.yaml': program, 'visit.yaml': visit }))).toEqual([
    expect.stringMatching(/^ONW-LANG-UNKNOWN-CONNECTOR/u),
  ]);
});

test('an object that holds itself, a function or a class is refused', () => {
  const circle: Record<string, unknown> = {};
  circle['program'] = circle;
  for (const bad of [
    circle,
    { program: () => 'clinic' },
    new Map(),
    undefined,
    Object.create({}),
  ]) {
    const result = compileObject(bad, standIns);
    expect(result.program).toBeUndefined();
    expect(result.problems.length).toBeGreaterThan(0);
  }
});

/** Ten levels of ten aliases: ten thousand million nodes when expanded. */
function bomb(): string {
  const levels = Array.from({ length: 10 }, (_, at) => {
    const value = at === 0 ? 'lol' : Array.from({ length: 10 }, () => `*a${at - 1}`).join(', ');
    return `a${at}: &a${at} [${value}]`;
  });
  return levels.join('\n');
}
