/** A person decides what becomes of a drift: who is right, or that it is left as it is. */
import { RejectError, RetryError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { DriftRow } from '../../store/index.ts';
import { expectPerson } from '../absent.ts';
import { foundOf, lookOf } from './look.ts';
import { closeDrifts, retell } from './settling.ts';
import type { SettlingParts } from './settling.ts';
import type { DriftDecision } from './types.ts';
import { writeBack } from './writing.ts';

/**
 * @throws {RejectError} ONW-DRIFT-ABSENT, ONW-DRIFT-CLOSED, ONW-DRIFT-NOTHING (nothing was found
 * that could be applied), ONW-DRIFT-NO-WRITE, ONW-DRIFT-WRITTEN, ONW-ACTOR-UNKNOWN, or why the
 * event was not taken
 */
export async function decideDrift(
  { id, actor, act, reason }: DriftDecision,
  parts: Omit<SettlingParts, 'numbers'> & { program(): Program },
): Promise<DriftRow> {
  const program = parts.program();
  const row = await parts.store.reconciling.drift(id);
  if (row === undefined) throw refuse('ONW-DRIFT-ABSENT');
  if (row.closed !== undefined) throw refuse('ONW-DRIFT-CLOSED');
  expectPerson(program, actor);
  if (act === 'write') {
    await writeBack(row, actor, parts);
    return (await parts.store.reconciling.drift(id)) ?? row;
  }
  const look = lookOf(program, row.lookUp, { system: row.system });
  if (act === 'apply') {
    if (row.found === undefined) throw refuse('ONW-DRIFT-NOTHING');
    const found = foundOf(row.found, look);
    const believed = row.believed === undefined ? {} : { believed: { seq: row.believed.seq } };
    const differs = { class: row.class, found, ...believed };
    const [result] = await parts.events([retell({ journey: { id: row.journey }, differs })]);
    if (result === undefined || result.journeys.length === 0) {
      throw new RejectError(result?.code ?? 'ONW-EVENT-REJECTED', sayings['ONW-EVENT-REJECTED']);
    }
  }
  const by = act === 'apply' ? 'applied' : 'dismissed';
  const end = { by, actor, ...(reason === undefined ? {} : { reason }) } as const;
  await closeDrifts([row], end, { look, parts });
  const after = await parts.store.reconciling.drift(id);
  if (after?.closed !== undefined) return after;
  throw new RetryError('ONW-RACE-LOST', 'The drift was being changed; read it again.');
}

const sayings = {
  'ONW-DRIFT-ABSENT': 'There is no such drift.',
  'ONW-DRIFT-CLOSED': 'The drift is closed; list the open ones.',
  'ONW-DRIFT-NOTHING': 'The system has nothing that could be applied; find out, and dismiss it.',
  'ONW-EVENT-REJECTED': 'The journey could not take what the system says.',
} as const;

function refuse(code: Exclude<keyof typeof sayings, 'ONW-EVENT-REJECTED'>): RejectError {
  return new RejectError(code, sayings[code]);
}
