/** How journeys begin: by the first way whose guard holds, once, and by nothing else. */
import { afterEach, expect, test } from 'vitest';
import type { JourneyInput, OperationalEvent, Program } from '../../src/core/index.ts';
import { clinicProgram, desk } from '../check/corpus/clinic.ts';
import { event, Stage } from '../stage.ts';

const stages: Stage[] = [];
const set = async (program: Program): Promise<Stage> => {
  const stage = await Stage.set({ program });
  stages.push(stage);
  return stage;
};
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

/** A journey of one task that begins in these ways. */
function beginning(enrol: JourneyInput['enrol']): Program {
  return clinicProgram({
    program: 'beginning',
    systems: ['clinic'],
    journeys: [
      {
        journey: 'triage',
        subject: 'patient',
        enrol,
        start: 'see',
        stages: {
          seeing: {
            steps: {
              see: { task: 'see', ...desk, actions: { seen: 'done' } },
              done: { end: 'done' },
            },
          },
        },
      },
    ],
  });
}

const urgent = { is: { 'event.urgent': true } };
const onlyUrgent = beginning({ on: 'clinic.referred', 'once-per': 'subject', when: urgent });
/** Each urgent referral is a case of its own; of the others there is one for each person. */
const twoWays = beginning([
  { on: 'clinic.referred', 'once-per': 'event', when: urgent },
  { on: 'clinic.referred', 'once-per': 'subject' },
]);

function referred(patient: string, isUrgent: boolean): OperationalEvent {
  const type = { type: 'clinic.referred', source: 'clinic' };
  return event('referred', patient, { ...type, data: { urgent: isUrgent } });
}

/** How many journeys there are of everybody. */
async function begun(stage: Stage): Promise<number> {
  return (await stage.open.reads.journeys({}, { after: 0, limit: 20 })).length;
}

const nobodys = { status: 'unmatched', code: 'ONW-NO-JOURNEY', journeys: [] };

test('an event whose one way to begin has a guard that does not hold is nobody’s', async () => {
  const stage = await set(onlyUrgent);
  expect(await stage.send(referred('ann', false))).toMatchObject([nobodys]);
  const together = ['bob', 'cid', 'dan'].map((name) => referred(name, name === 'cid'));
  expect(await stage.send(...together)).toMatchObject([nobodys, { status: 'accepted' }, nobodys]);
  expect(await begun(stage)).toBe(1);
  const kept = await stage.open.reads.unmatched({ after: 0, limit: 20 });
  expect(kept).toHaveLength(3);
  for (const each of kept) expect(each).toMatchObject({ reason: 'ONW-NO-JOURNEY', owner: 'desk' });
});

test('it is a duplicate when it comes again, and is still nobody’s', async () => {
  const stage = await set(onlyUrgent);
  const first = referred('eve', false);
  await stage.send(first);
  expect(await stage.send(first, first)).toMatchObject([
    { status: 'duplicate', journeys: [] },
    { status: 'duplicate', journeys: [] },
  ]);
  expect(await stage.open.reads.unmatched({ after: 0, limit: 20 })).toHaveLength(1);
});

test('of two ways to begin, the first whose guard holds begins one journey', async () => {
  const stage = await set(twoWays);
  const [result] = await stage.send(referred('fay', true));
  expect(result).toMatchObject({ status: 'accepted', journeys: [expect.any(String)] });
  expect(await begun(stage)).toBe(1);
  // One event each: the first way counts events, so each urgent one begins another.
  await stage.send(referred('fay', true), referred('fay', true));
  expect(await begun(stage)).toBe(3);
});

test('the second way counts by itself: once for each subject', async () => {
  const stage = await set(twoWays);
  const [urgentOne] = await stage.send(referred('gus', true));
  const [other] = await stage.send(referred('gus', false));
  expect(other?.journeys).toHaveLength(1);
  expect(other?.journeys).not.toEqual(urgentOne?.journeys);
  const [again] = await stage.send(referred('gus', false));
  expect(again?.status).toBe('accepted');
  expect(await begun(stage)).toBe(2);
});

test('it is the same when both ways come in one batch', async () => {
  const stage = await set(twoWays);
  const urgencies = [true, false, false, true];
  const results = await stage.send(...urgencies.map((isUrgent) => referred('hal', isUrgent)));
  expect(results.map(({ status }) => status)).toEqual(urgencies.map(() => 'accepted'));
  expect(await begun(stage)).toBe(3);
});
