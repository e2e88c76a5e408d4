/**
 * We are right: what a journey believes is written into the system by the command that the program
 * names, and the system is asked until it shows it.
 */
import { OnwardError, reconciliationOf, RejectError, writableClasses } from '../../core/index.ts';
import type { Facts, FactValue, Program } from '../../core/index.ts';
import type { DriftRow } from '../../store/index.ts';
import { ownerOfSystem } from '../unmatched-owner.ts';
import type { SettlingParts } from './settling.ts';

export type Writing = Pick<SettlingParts, 'store' | 'now' | 'tell'> & { program(): Program };

interface Write {
  readonly command: string;
  readonly args: Facts;
}

/** How what is believed would be written back; undefined where the program names no way. */
export function writeOf(
  program: Program,
  { system, lookUp, class: drift, believed }: DriftRow,
): Write | undefined {
  if (believed === undefined || !writableClasses.includes(drift)) return undefined;
  const declared = program.systems[system];
  const { write = {} } = reconciliationOf(declared?.reconcile, lookUp);
  const command = Object.hasOwn(write, believed.type) ? write[believed.type] : undefined;
  const type = command === undefined ? undefined : declared?.commands[command];
  if (command === undefined || type === undefined) return undefined;
  const args: Record<string, FactValue> = {};
  for (const name of Object.keys(type.args)) {
    const value = Object.hasOwn(believed.data, name) ? believed.data[name] : undefined;
    if (value === undefined) return undefined;
    args[name] = value;
  }
  return { command, args };
}

/**
 * Asks the system for it, once for as long as it is waited for.
 *
 * @throws {RejectError} ONW-DRIFT-NO-WRITE, ONW-DRIFT-WRITTEN, or why the journey did not take it
 */
export async function writeBack(row: DriftRow, actor: string, parts: Writing): Promise<void> {
  const program = parts.program();
  const write = writeOf(program, row);
  if (write === undefined) {
    const message = 'No command of the program writes this back; put it right in the system.';
    throw new RejectError('ONW-DRIFT-NO-WRITE', message);
  }
  const at = parts.now();
  if (row.written !== undefined && at < row.due) throw underWay();
  const since = row.written?.at;
  const { id, journey, system, lookUp, class: drift } = row;
  const what = `${system}.${lookUp}`;
  const control = { kind: 'control', control: 'write-back', actor, what, class: drift } as const;
  try {
    // Whoever dies in between asks again under the same key, and the system is asked once.
    await parts.tell(journey, { ...control, ...write }, `drift/${id}/write/${since ?? 0}`);
  } catch (error) {
    // Somebody else has asked for the same.
    if (!(error instanceof OnwardError) || error.code !== 'ONW-KEY-REUSED') throw error;
  }
  const { command } = write;
  const owned = ownerOfSystem(program, system, at);
  const noted = { at, by: actor, command, ...owned };
  if (!(await parts.store.reconciling.noteWrite(id, noted, since))) throw underWay();
}

function underWay(): RejectError {
  const message = 'It is being written back already; wait until the system shows it.';
  return new RejectError('ONW-DRIFT-WRITTEN', message);
}

/** Looked at in one go, of each cell. */
const pageSize = 500;

/** What was written back and is to be looked at now, by what its system is asked. */
export async function echoesDue({
  store,
  now,
}: Pick<Writing, 'store' | 'now'>): Promise<ReadonlyMap<string, readonly DriftRow[]>> {
  const due = await Promise.all(
    store.cells.map((cell) => store.reconciling.echoes(cell, now(), pageSize)),
  );
  return Map.groupBy(due.flat(), ({ system, lookUp }) => `${system}.${lookUp}`);
}
