/** What a proof means to whoever starts a program. */
import { expect, test } from 'vitest';
import { readAcceptance } from './acceptance.ts';
import { proofLine, proveProgram } from './proof.ts';
import { listening, loaded, nobodyOwns, reportOf, tooMany } from './report.fixture.ts';

const program = loaded({ program: 'p' });
const terms = { accept: [], at: 5, path: 'examples/p' };

test('what is proved runs, and is told in one line', async () => {
  const { lines, terminal } = listening();
  const prove = async () => reportOf();
  const stored = await proveProgram(program, { ...terms, prove }, terminal);
  expect(lines).toEqual(['proved C1–C11 · 1 journey · 812 configurations · 41 ms']);
  expect(stored).toMatchObject({ verdict: 'proved', checkedAt: 5, accepted: [] });
  expect(stored?.journeys[0]?.properties).toHaveLength(11);
});

test('what is refuted or unknown does not run: each in a line, and the two ways out', async () => {
  const { lines, terminal } = listening();
  const prove = async () => reportOf(nobodyOwns, tooMany);
  await expect(proveProgram(program, { ...terms, prove }, terminal)).rejects.toMatchObject({
    code: 'ONW-PROGRAM-UNPROVED',
    message: expect.stringMatching(
      /C1, C2.*`onward check examples\/p`.*--accept C1=".*--accept C2="/u,
    ),
  });
  expect(lines).toEqual([
    'C1 refuted · first-visit · nobody owns this',
    'C2 unknown · first-visit · the limit was reached',
  ]);
});

test('what a person accepts runs, is told, and is kept with its reason', async () => {
  const { lines, terminal } = listening();
  const accept = readAcceptance('C1=the trial ends in May');
  const prove = async () => reportOf(nobodyOwns);
  const stored = await proveProgram(program, { ...terms, accept, prove }, terminal);
  expect(lines).toEqual(['C1 refuted · first-visit · nobody owns this (accepted)']);
  expect(stored).toMatchObject({
    verdict: 'refuted',
    accepted: [{ property: 'C1', reason: 'the trial ends in May' }],
  });
  expect(JSON.stringify(stored)).not.toContain('story');
});

test('accepting one property lets no other pass', async () => {
  const { terminal } = listening();
  const accept = readAcceptance('C1=the trial ends in May');
  const prove = async () => reportOf(nobodyOwns, tooMany);
  const running = proveProgram(program, { ...terms, accept, prove }, terminal);
  await expect(running).rejects.toThrow(/^Not proved: C2\./u);
});

test('accepting what is proved is a warning, and is not kept', async () => {
  const { lines, terminal } = listening();
  const accept = readAcceptance('C5=it may never end');
  const prove = async () => reportOf();
  const stored = await proveProgram(program, { ...terms, accept, prove }, terminal);
  expect(lines[0]).toBe('C5 is proved: --accept C5 changes nothing and is not kept.');
  expect(stored?.accepted).toEqual([]);
});

test('a refutation is told in one line with its place', () => {
  expect(proofLine(reportOf(nobodyOwns, tooMany), process.cwd())).toBe(
    'refuted: C1 first-visit journeys/first-visit.yaml:12:7 nobody owns this' +
      ' (and 1 more: onward check)',
  );
  expect(proofLine(reportOf(tooMany), process.cwd())).toBe(
    'unknown: C2 first-visit the limit was reached',
  );
});

test('an acceptance names a property and a sentence; the last one of a property counts', () => {
  const one = readAcceptance('C5=the trial ends in May');
  const two = readAcceptance('C11=  one desk   is enough for now ', one);
  expect(two).toEqual([
    { property: 'C5', reason: 'the trial ends in May' },
    { property: 'C11', reason: 'one desk is enough for now' },
  ]);
  expect(readAcceptance('C5=it is a pilot', two)).toEqual([
    { property: 'C11', reason: 'one desk is enough for now' },
    { property: 'C5', reason: 'it is a pilot' },
  ]);
});

test.for([
  'C5',
  'C5=',
  'C5=because',
  'C5=why not',
  'C12=it is a pilot',
  'C0=it is a pilot',
  '=a b c',
])('no acceptance: %s', (text) => {
  expect(() => readAcceptance(text)).toThrow(/say why in a sentence/u);
});

test('a reason that is a book is refused', () => {
  expect(() => readAcceptance(`C5=${'word '.repeat(100)}`)).toThrow(/in a sentence/u);
});
