/** Clocks as they are written, compiled and refused. */
import { expect, test } from 'vitest';
import {
  compileFiles,
  journeyOf,
  journeyText,
  linesOf,
  marked,
  programText,
} from './program.fixture.ts';

const steps = `
first:
  task: call
  within: 1d
  turn: partner
  overdue: { escalate: [lead], every: 1d }
  on: { crm.told: { to: second, milestone: half } }
  actions: { done: second }
second: { wait: { for: 1d }, then: end }
`;
const never = { begin: false, steps: [], stages: [], milestones: [], events: [] };

function withClock(clock: string): string {
  return `${journeyText(steps)}clocks:\n  way: ${clock}\n`;
}

function clockOf(clock: string) {
  return journeyOf(withClock(clock)).clocks?.['way'];
}

test('a clock measures all of a journey, unless it says otherwise', () => {
  expect(clockOf('{}')).toEqual({
    starts: { ...never, begin: true },
    stops: never,
    resets: never,
    pauses: { steps: [], stages: [], parked: true, from: never, until: never },
    counts: ['us', 'subject', 'partner', 'outage'],
  });
});

test('moments are steps, stages, milestones and events', () => {
  const written = `
    starts: { enter: [main, second], milestone: half }
    stops: { on: crm.told }
    resets: { enter: first }
    pauses: { in: second, parked: false, from: { on: crm.told }, until: { milestone: half } }
    counts: [us]`;
  expect(clockOf(written)).toEqual({
    starts: { ...never, stages: ['main'], steps: ['second'], milestones: ['half'] },
    stops: { ...never, events: ['crm.told'] },
    resets: { ...never, steps: ['first'] },
    pauses: {
      steps: ['second'],
      stages: [],
      parked: false,
      from: { ...never, events: ['crm.told'] },
      until: { ...never, milestones: ['half'] },
    },
    counts: ['us'],
  });
});

test('a target is owned, and counts in the calendar of its owner unless another is named', () => {
  const span = { kind: 'business-days', days: 3 };
  expect(clockOf('{ target: { business: 3d } }')).toMatchObject({
    calendar: 'office',
    target: { span, owner: 'desk' },
  });
  expect(clockOf('{ target: { business: 3d }, owner: lead, warn: 80 }')).toMatchObject({
    target: { span, owner: 'lead', warnPercent: 80 },
  });
  expect(clockOf('{ target: 72h }')).not.toHaveProperty('calendar');
  expect(clockOf('{ calendar: office }')).not.toHaveProperty('target');
});

test('a step says whose turn it is, or says nothing of it', () => {
  const { steps: all } = journeyOf(withClock('{}'));
  expect(all['first']?.turn).toBe('partner');
  expect(all['second']).not.toHaveProperty('turn');
});

test('a journey without clocks has no word for them', () => {
  expect(journeyOf(journeyText(steps))).not.toHaveProperty('clocks');
  expect(journeyOf(`${journeyText(steps)}clocks: {}\n`)).not.toHaveProperty('clocks');
});

test.each([
  ['ONW-LANG-UNKNOWN-STEP', '{ starts: { enter: ¦frist } }'],
  ['ONW-LANG-UNKNOWN-STEP', '{ pauses: { in: [main, ¦nowhere] } }'],
  ['ONW-LANG-UNKNOWN-MILESTONE', '{ stops: { milestone: ¦hafl } }'],
  ['ONW-LANG-UNKNOWN-EVENT', '{ stops: { on: ¦crm.tolled } }'],
  ['ONW-LANG-CLOCK', '{ stops: { on: ¦crm.left } }'],
  ['ONW-LANG-CLOCK', '{ ¦stops: {} }'],
  ['ONW-LANG-CLOCK', '{ ¦pauses: { from: { on: crm.told } } }'],
  ['ONW-LANG-CLOCK', '{ ¦owner: lead }'],
  ['ONW-LANG-CLOCK', '{ ¦warn: 80 }'],
  ['ONW-LANG-CLOCK', '{ target: 3d, ¦calendar: office }'],
  ['ONW-LANG-UNKNOWN-CALENDAR', '{ calendar: ¦ofice }'],
  ['ONW-LANG-UNKNOWN-OWNER', '{ target: 3d, owner: ¦nobody }'],
  ['ONW-LANG-TYPE', '{ target: 3d, warn: ¦100 }'],
  ['ONW-LANG-TYPE', '{ counts: [¦them] }'],
  ['ONW-LANG-DUPLICATE', '{ counts: [us, ¦us] }'],
  ['ONW-LANG-TYPE', '{ starts: ¦end }'],
  ['ONW-LANG-DURATION', '{ target: ¦soon }'],
  ['ONW-LANG-KEY', '{ ¦paused: { in: first } }'],
])('%s: %s', (code, clock) => {
  const { text, place } = marked(withClock(clock));
  const files = { 'program.yaml': programText, 'visit.yaml': text };
  expect(linesOf(compileFiles(files))).toEqual([`${code} ${place}`]);
});

test('a name that is a step and a stage is refused', () => {
  const text = withClock('{ starts: { enter: main } }').replaceAll('second', 'main');
  const files = { 'program.yaml': programText, 'visit.yaml': text };
  expect(linesOf(compileFiles(files)).map((line) => line.split(' ')[0])).toEqual([
    'ONW-LANG-CLOCK',
  ]);
});
