/**
 * What reconciliation, recovery and holds read and write grows with what they are about, and not
 * with the cell: at size no table is read whole.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FilledCell } from '../plans.fixture.ts';
import {
  comparedJourneys,
  comparedOfSubjects,
  comparedStates,
  openJourneys,
  readBeliefs,
  restingAt,
} from '../reconcile/beliefs.ts';
import {
  closeDrifts,
  driftGroups,
  driftsOfGroup,
  dueEchoes,
  keepDrifts,
  listDrifts,
  noteWrite,
  oneDrift,
  openDrifts,
} from '../reconcile/drifts.ts';
import {
  beatReconciliation,
  beginReconciliation,
  endReconciliation,
  listReconciliations,
} from '../reconcile/runs.ts';
import type { DriftRow, RecoveryItemRow, RecoveryRunRow } from '../../index.ts';
import type { Runner } from '../sql.ts';
import { statesOf, movedSince, openVersions, waitingAt } from '../statements/holds.ts';
import { exceptionGroups, exceptionsOfGroup } from './exceptions.ts';
import {
  claimRuns,
  endRun,
  insertPreview,
  listItems,
  listRuns,
  markItems,
  oneRun,
  startRun,
} from './runs.ts';
import { countResting, latePlaces, restingRows } from './stalls.ts';
import {
  assignUnmatched,
  oneUnmatched,
  skipUnmatched,
  unmatchedGroups,
  unmatchedOfGroup,
} from './unmatched.ts';

const rows = 100_000;
const now = Date.UTC(2026, 0, 5);
const day = 86_400_000;
const limit = 50;

/**
 * Every second journey has ended. Of the open ones one in fifty rests at an exception; one drift
 * and one unmatched input in a hundred is open.
 */
const filled = `
  insert into programs (id, hash, name, body, deployed_at) values (1, 'h', 'bench', '{}', now());
  insert into journeys (id, subject, program, journey, enrol_key, status, state, hash, opened_at,
                        ended_at, timer_due, next_due, next_owner)
  select n * 1024, n * 1024, 1, 'main', n, case when n % 2 = 0 then 'ended' else 'open' end,
         json_build_object('obligations', json_build_array(json_build_object(
           'slot', case when n % 100 = 1 then 64 else 0 end, 'name', 'sys.do:rejected',
           'since', 1))),
         '', now(), now(), now(), now(), 'desk'
    from generate_series(1, ${rows}) n;
  insert into places
  select 1, 'bench', 'main', 'only', 'rest', 'desk', 'await'
  union all select 2, 'bench', 'main', 'only', 'rest', 'desk', 'exception'
  union all select 3, 'bench', 'main', 'only', 'other', 'desk', 'task';
  insert into obligations (journey, slot, place, due)
  select n * 1024, case when n % 100 = 1 then 64 else 0 end,
         case when n % 100 = 1 then 2 when n % 100 = 3 then 3 else 1 end,
         to_timestamp(${now / 1_000})
           + case when n % 100 = 3 then -1 else n end * interval '1 minute'
    from generate_series(1, ${rows}, 2) n;
  insert into journal
  select n * 1024, 1, to_timestamp(${now / 1_000}) - interval '1 year', now(), 'sys.began', '', '',
         '', '{"input":{"data":{}}}', ''
    from generate_series(1, ${rows}) n;
  insert into drifts (id, key, journey, system, look_up, class, policy, owner, due, first_seen,
                      last_seen, closed_at, closed_by)
  select n, gen_random_uuid(), n * 1024, 'sys', 'visit', 'changed', 'propose', 'desk', now(), now(),
         now(), case when n % 100 > 0 then now() end, case when n % 100 > 0 then 'agreed' end
    from generate_series(1, ${rows}) n;
  insert into unmatched (id, key, digest, source, event_id, type, reason, owner, due, occurred_at,
                         received_at, event, closed_at)
  select n, gen_random_uuid(), gen_random_uuid(), 'sys', '', 'sys.began', 'ONW-X', 'desk', now(),
         now(), now(), '{}', case when n % 100 > 0 then now() end
    from generate_series(1, ${rows}) n;
  insert into unmatched_refs (ref, unmatched)
  select gen_random_uuid(), n from generate_series(1, ${rows}) n;
  update drifts set written_at = now(), written_by = 'p-1', command = 'do',
                    echo_at = to_timestamp(${now / 1_000})
   where closed_at is null and id % 1000 = 0;
  insert into recovery_runs (id, token, cause, kind, act, given, previewed_at, started_at, ended_at)
  select n, n, 'c', 'stall', 'skip', '{}', now() - interval '1 year',
         case when n % 100 > 0 then now() end, case when n % 100 > 1 then now() end
    from generate_series(1, ${rows}) n;
  insert into recovery_items (run, place, item, version, name, status, at)
  select n / 10, n % 10, '', 1, '', 'verified', now() from generate_series(0, ${rows} - 1) n;
  insert into reconciliations (id, system, look_up, asked_by, preview, began_at, beat_at, ended_at,
                               ended, asked, agreed, unanswered, closed, ends)
  select n, 'sys', 'visit', 'rhythm', false, now(), now(), now(), 'done', 0, 0, 0, 0, '{}'
    from generate_series(1, ${rows}) n`;

const some = Array.from({ length: limit }, (_, each) => (each * 7 + 1) * 1024);
const steps = [{ program: 'bench', journey: 'main', step: 'rest' }];
const group = { program: 'bench', journey: 'main', name: 'sys.do:rejected' };
const drifts = { system: 'sys', lookUp: 'visit', class: 'changed' } as const;
const after = { journey: 0, slot: -1 };
/** What is open of a hundred times as much. */
const few = rows / 100;

/** By name: what reads, and how many rows at the most. */
const reads: Readonly<Record<string, readonly [(runner: Runner) => Promise<unknown>, number]>> = {
  beliefs: [(to) => readBeliefs(to, some, ['sys.began']), 2 * limit],
  'journeys of subjects': [(to) => comparedOfSubjects(to, some), 2 * limit],
  'journeys by number': [(to) => comparedJourneys(to, some), 2 * limit],
  'a page of open journeys': [(to) => openJourneys(to, 9_000 * 1024, limit), 3 * limit],
  states: [(to) => comparedStates(to, some), 2 * limit],
  'who rests where': [(to) => restingAt(to, some, steps), 3 * limit],
  'open drifts of journeys': [(to) => openDrifts(to, { ...drifts, journeys: some }), 2 * few],
  'all open drifts': [(to) => openDrifts(to, drifts), 2 * few],
  'one drift': [(to) => oneDrift(to, 7), 2],
  'a page of open drifts': [(to) => listDrifts(to, { state: 'open' }, { limit }), 2 * limit],
  'a page of drifts': [(to) => listDrifts(to, {}, { before: 9_000, limit }), 2 * limit],
  'drifts of a journey': [
    (to) => listDrifts(to, { state: 'open', journey: 1024 }, { limit }),
    2 * few,
  ],
  'kinds of drift': [(to) => driftGroups(to), 2 * few],
  'drifts of a kind': [(to) => driftsOfGroup(to, drifts, { after: 0, limit }), 2 * few],
  'what was compared': [(to) => listReconciliations(to, { system: 'sys', limit }), 2 * limit],
  'kinds of exception': [(to) => exceptionGroups(to), 4 * few],
  'exceptions of a kind': [(to) => exceptionsOfGroup(to, group, { after, limit }), 4 * few],
  'late by place': [(to) => latePlaces(to, now), 2 * few],
  'how many rest': [(to) => countResting(to, [3]), 2 * few],
  'late items': [
    (to) => restingRows(to, { every: [], late: [3] }, { after, limit, now }),
    2 * few + 2 * limit,
  ],
  'kinds of unmatched': [(to) => unmatchedGroups(to), 2 * few],
  'unmatched of a kind': [
    (to) => unmatchedOfGroup(to, { reason: 'ONW-X', system: 'sys' }, { after: 0, limit }),
    2 * few,
  ],
  'one unmatched': [(to) => oneUnmatched(to, 7), 2],
  'a run': [(to) => oneRun(to, 7), 20],
  runs: [(to) => listRuns(to, { before: 9_000, limit }), 12 * limit],
  'items of a run': [(to) => listItems(to, 7, { after: -1, limit }), 20],
  versions: [(to) => openVersions(to), 10],
  'who waits': [(to) => waitingAt(to, steps, { after: 0, limit }), 4 * limit],
  'who waits until then': [
    (to) => waitingAt(to, steps, { after: 0, limit, dues: [now + 5 * 60_000] }),
    4 * limit,
  ],
  'states of who waits': [(to) => statesOf(to, some), 2 * limit],
};

const drift = (id: number, key: string): DriftRow => ({
  ...{ id, key, journey: id * 1024, system: 'sys', lookUp: 'visit' },
  ...{ class: 'changed', policy: 'propose', owner: 'desk' },
  ...{ due: now, firstSeen: now, lastSeen: now },
});
const keys = Array.from({ length: limit }, (_, each) => `${each}`.padStart(32, '0'));
const tally = { asked: 1, agreed: 1, unanswered: 0, closed: 0, ends: {} };
const by = { at: now, by: 'p-1', command: 'do', owner: 'desk', due: now };
const begins = { system: 'sys', lookUp: 'visit', by: 'p-1', preview: false, beganAt: now };
const preview: RecoveryRunRow = {
  ...{ id: rows + 1, token: 'new', cause: 'c', kind: 'stall', act: 'skip' },
  ...{ given: {}, previewedAt: now },
};
const item: RecoveryItemRow = {
  ...{ place: 0, item: 'i', version: 1, name: 'n', status: 'waiting', at: now },
};
const mine = { run: 1, worker: 0 };

/** By name: what writes, and how many rows it reads at the most. */
const writes: Readonly<Record<string, readonly [(runner: Runner) => Promise<unknown>, number]>> = {
  'keeping drifts': [
    (to) =>
      keepDrifts(
        to,
        keys.map((key, at) => drift(rows + at + 1, key)),
      ),
    few,
  ],
  'closing drifts': [(to) => closeDrifts(to, [100, 200], { at: now, by: 'agreed' }), 9],
  'noting a write': [(to) => noteWrite(to, { ...by, id: 100 }), 9],
  'drifts to be looked at': [(to) => dueEchoes(to, now, limit), 4 * limit],
  'beginning to compare': [
    (to) => beginReconciliation(to, rows + 1, { row: begins, unless: { aliveSince: now } }),
    9,
  ],
  'a beat of comparing': [(to) => beatReconciliation(to, 7, { so: tally, at: now }), 9],
  'the end of comparing': [
    (to) => endReconciliation(to, 7, { ...tally, at: now, ended: 'done' }),
    9,
  ],
  'a preview': [(to) => insertPreview(to, { run: preview, items: [item] }, now), 50 * few],
  'the start of a run': [
    (to) => startRun(to, { token: '100', actor: 'p-1', at: now, notBefore: 0 }),
    9,
  ],
  'taking runs over': [(to) => claimRuns(to, { worker: 7, living: [7], limit }), 4 * limit],
  'marking items': [(to) => markItems(to, mine, [{ place: 3, status: 'failed', at: now }]), 30],
  'the end of a run': [(to) => endRun(to, mine, now), 9],
  'skipping unmatched': [(to) => skipUnmatched(to, 100, now), 9],
  'assigning unmatched': [(to) => assignUnmatched(to, 100, 'lead'), 9],
};

let cell: FilledCell;
beforeAll(async () => {
  cell = await FilledCell.fill(filled, ['places', 'programs']);
});
afterAll(() => cell.empty());

test.each(Object.entries(reads))('%s', async (_, [work, most]) => {
  const { whole, rows: read } = await cell.readBy(work);
  expect(whole).toEqual([]);
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThanOrEqual(most);
});

test.each(Object.entries(writes))('%s', async (_, [work, most]) => {
  const { whole, rows: read } = await cell.readBy(work);
  expect(whole).toEqual([]);
  expect(read).toBeLessThanOrEqual(most);
});

test('who was moved since: open ones of a version, and their journals', async () => {
  const of = { program: 1, journeys: ['main'], since: now - day };
  const { whole } = await cell.readBy((to) => movedSince(to, of, { after: 0, limit }));
  expect(whole).toEqual([]);
});
