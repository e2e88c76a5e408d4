/** From what journals say to what is counted: whose an obligation was, and what closed it. */
import { obligationWord } from '../../../core/index.ts';
import type { Program } from '../../../core/index.ts';
import type { ActivityKind, ClosedBy } from '../../activity.ts';

/** Entries of one kind in a quarter of an hour, of journeys of one version. */
export interface EntryCount {
  readonly bucket: number;
  readonly program: number;
  readonly journey: string;
  /** Kind of the input that they follow from. */
  readonly input: string;
  readonly kind: 'enrolled' | 'moved' | 'closed' | 'ended';
  readonly obligation: string | null;
  /** Of what was closed its name, of a move the step that it led from, of an end its outcome. */
  readonly name: string;
  readonly count: number;
}

/** What people did, by the first move that it made, or what it closed. */
export interface TouchCount {
  readonly bucket: number;
  readonly program: number;
  readonly journey: string;
  readonly kind: 'moved' | 'closed' | null;
  readonly obligation: string | null;
  readonly name: string;
  readonly count: number;
}

export interface Tally {
  readonly bucket: number;
  readonly program: string;
  readonly journey: string;
  readonly what: ActivityKind;
  readonly name: string;
  readonly by: ClosedBy | '';
  readonly count: number;
}

/** One row for each of what is told apart; versions of a program count together. */
export function tallied(
  programs: ReadonlyMap<number, Program>,
  entries: readonly EntryCount[],
  touches: readonly TouchCount[],
): readonly Tally[] {
  const rows = [
    ...entries.flatMap((entry) => {
      const program = programs.get(entry.program);
      return program === undefined ? [] : ofEntry(program, entry);
    }),
    ...touches.flatMap(({ bucket, count, program: id, ...touch }): Tally[] => {
      const program = programs.get(id);
      if (program === undefined) return [];
      const of = { bucket, program: program.program, journey: touch.journey, count } as const;
      return [{ ...of, what: 'manual', name: ownerOf(program, touch), by: '' }];
    }),
  ];
  const found = new Map<string, Tally>();
  for (const row of rows) {
    const key = [row.bucket, row.program, row.journey, row.what, row.name, row.by].join('\n');
    const known = found.get(key);
    found.set(key, known === undefined ? row : { ...row, count: row.count + known.count });
  }
  return [...found.values()];
}

function ofEntry(program: Program, entry: EntryCount): readonly Tally[] {
  const { bucket, journey, input, kind, name, count } = entry;
  const of = { bucket, program: program.program, journey, count };
  switch (kind) {
    case 'enrolled':
      return [{ ...of, what: 'arrived', name: '', by: '' }];
    case 'ended':
      return [{ ...of, what: 'ended', name, by: '' }];
    case 'closed':
      return [{ ...of, what: 'closed', name: ownerOf(program, entry), by: closedBy(input) }];
    case 'moved': {
      const moved: Tally = { ...of, what: 'moved', name: '', by: '' };
      const step = program.journeys[journey]?.steps[name];
      // Whoever leaves a step has what rested there behind them.
      if (step === undefined || !('owner' in step)) return [moved];
      return [moved, { ...of, what: 'closed', name: step.owner, by: closedBy(input) }];
    }
  }
}

function closedBy(input: string): ClosedBy {
  if (input === 'event' || input === 'enrol') return 'events';
  if (input === 'act' || input === 'control') return 'people';
  return input === 'deadline' ? 'deadlines' : 'other';
}

/** Whose an obligation is by the program; empty for what stands beside the plan. */
function ownerOf(
  { journeys }: Program,
  {
    journey,
    kind,
    obligation,
    name,
  }: Pick<TouchCount, 'journey' | 'obligation' | 'name'> & {
    readonly kind: EntryCount['kind'] | null;
  },
): string {
  const steps = Object.entries(journeys[journey]?.steps ?? {});
  const found = steps.find(([at, step]) => {
    return kind === 'moved'
      ? at === name
      : step.kind === obligation && obligationWord(step, at) === name;
  });
  const step = found?.[1];
  return step !== undefined && 'owner' in step ? step.owner : '';
}
