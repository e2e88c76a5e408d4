import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readFhirPath } from './fhir-path.ts';

describe('paths that are refused', () => {
  test.each([
    ['', 'nothing'],
    ['Appointment.', 'an end in the middle'],
    ['status status', 'two paths'],
    ['status) or (status', 'brackets that do not match'],
    ["status = 'a' // b", 'a comment'],
    ['descendants().code', 'the whole tree'],
    ['children()', 'every member'],
    ['repeat(item)', 'a repetition'],
    ['participant.actor.resolve()', 'another resource'],
    ['contained.name.family', 'a copy of another resource'],
    ["status.trace('status')", 'a log'],
    ["iif(status = 'a', 1, 2)", 'a branch'],
    ['start < now()', 'a clock'],
    ['today()', 'a clock'],
    ["description.matches('(a+)+b')", 'a regular expression'],
    ["description.replaceMatches('a', 'b')", 'a regular expression'],
    ["description.contains('unwell')", 'a search in text'],
    ['description.substring(0, 1)', 'a part of a text'],
    ["description & ' '", 'text put together'],
    ['participant.select($this)', 'a list that grows'],
    ['participant.combine(participant)', 'a list that grows'],
    ['participant | slot', 'a comparison of all with all'],
    ['--------priority > 1', 'signs, of which each doubles the work'],
    ['priority + 1', 'arithmetic'],
    ['start < end', 'times as text'],
    ['start > @2026-01-01', 'times as text'],
    ['%resource.status', 'a variable'],
    ['slot[priority]', 'an index from the resource'],
    ['status.where()', 'a filter without a condition'],
    ["status.exists(status, 'b')", 'too many arguments'],
    ['constructor.name', 'what is no member'],
    ['`a b`', 'what is no member'],
    [`status = '${'a'.repeat(512)}'`, 'more than 512 characters'],
  ])('%s: %s', (path) => {
    expect(readFhirPath(path)).toBeUndefined();
  });
});

const parts = fc.constantFrom(
  'code',
  '$this',
  'first()',
  "where(code = 'x')",
  'ofType(Quantity)',
  ' > 3',
  ' and ',
  ' | ',
  ...['(', ')', "'", '.', '[', '0', ']', '/*', '//', '\\', '@', '{', '-', '`', '%'],
);

test('any text is a path or none', () => {
  const texts = fc.oneof(
    fc.array(parts).map((all) => all.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      readFhirPath(text)?.in({ resourceType: 'Appointment', code: 'x' });
    }),
    { numRuns: 2_000 },
  );
});

test('a path tells where it begins, and which members it gives the value of', () => {
  const of = (text: string): unknown => {
    const path = readFhirPath(text);
    return path && [path.root, path.members];
  };
  expect(of('Task.priority')).toEqual(['Task', ['priority']]);
  expect(of('code.coding.where(system = absent).first().code')).toEqual([
    undefined,
    ['code', 'coding', 'code'],
  ]);
  expect(of("(Task.input.value as Reference).reference = 'x'")).toEqual(['Task', []]);
  expect(of('Task.input[0].value.exists().not()')).toEqual(['Task', []]);
});
