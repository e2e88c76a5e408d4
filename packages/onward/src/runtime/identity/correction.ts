/**
 * An event that the wrong journey took: what it did there is the difference between the journey's
 * fold with it and without it. The right journey takes it; the wrong one is moved to where it would
 * stand, and what cannot be taken back is somebody's to look at.
 */
import { hash } from 'node:crypto';
import {
  closedFacts,
  declared,
  dueAt,
  journeyId,
  parseJourneyId,
  recallInput,
  RejectError,
  step,
} from '../../core/index.ts';
import type {
  ControlInput,
  EventInput,
  OperationalEvent,
  Program,
  State,
  StepResult,
} from '../../core/index.ts';
import { expectPerson } from '../absent.ts';
import type { JournalView, JourneyView, Reads } from '../../store/index.ts';
import { hears } from '../handling.ts';
import { journalOf } from '../recovery/failed-orders.ts';
import type { Engine } from '../types.ts';
import { onceKey } from '../work.ts';
import type { Correction, CorrectionRequest } from './types.ts';

export interface CorrectionParts {
  readonly reads: Pick<Reads, 'journey' | 'journal'>;
  readonly engine: Pick<Engine, 'control' | 'events' | 'program'>;
  readonly now: () => number;
}

interface Looked {
  readonly wrong: JourneyView;
  readonly right: JourneyView;
  readonly row: JournalView;
  readonly input: EventInput;
  readonly without: Folded;
  readonly seen: Correction;
}

export async function previewCorrection(
  parts: CorrectionParts,
  request: CorrectionRequest,
): Promise<Correction> {
  return (await look(parts, request)).seen;
}

type Correcting = CorrectionRequest & {
  readonly token: string;
  readonly actor: string;
  readonly reason: string;
};

/** @throws RejectError also ONW-MERGE-MOVED where it is not what was seen any more */
export async function correct(parts: CorrectionParts, request: Correcting): Promise<Correction> {
  const { engine } = parts;
  const { actor } = request;
  expectPerson(engine.program, actor);
  const looked = await look(parts, request);
  const { seen, wrong, right } = looked;
  if (seen.token !== request.token) {
    const message = 'It is not what was seen any more; preview it again.';
    throw new RejectError('ONW-MERGE-MOVED', message);
  }
  // First where it belongs: broken off here, the same again takes it once.
  const [taken] = await engine.events([eventFor(looked)]);
  if (taken?.journeys.includes(journeyId(right.id)) !== true) {
    const message = 'The right journey did not take the event; look at where it stands.';
    throw new RejectError('ONW-CORRECTION-UNTAKEN', message);
  }
  for (const [at, control] of controlsFor(looked, request, parts.now()).entries()) {
    const journey = journeyId(control.kind === 'beside' ? right.id : wrong.id);
    const idempotencyKey = `correction/${request.seq}/${at}`;
    await engine.control({ journey, control: control.control, idempotencyKey });
  }
  return seen;
}

async function look(
  { reads }: CorrectionParts,
  { journey, seq, to }: CorrectionRequest,
): Promise<Looked> {
  const [wrong, right] = await Promise.all([viewOf(reads, journey), viewOf(reads, to)]);
  const journal = await journalOf(reads, wrong.id);
  const row = journal.find((each) => each.seq === seq);
  const input = row && recallInput(row.body.input, row);
  if (row === undefined || input?.kind !== 'event' || input.answers !== undefined) {
    const message = 'That entry is no event that could be of another journey.';
    throw new RejectError('ONW-CORRECTION-ENTRY', message, { at: '/seq' });
  }
  const open = right.state.status === 'open' && right.id !== wrong.id;
  if (!open || !hears(right.program, right.state.journey, input.type)) {
    throw new RejectError('ONW-NO-JOURNEY', 'The other journey has no use for the event.');
  }
  const as = fold(wrong.program, journal, undefined);
  const without = fold(wrong.program, journal, seq);
  return {
    wrong,
    right,
    row,
    input,
    without,
    seen: differenceOf({ wrong, right, seq }, as, without),
  };
}

async function viewOf(reads: CorrectionParts['reads'], id: string): Promise<JourneyView> {
  const view = await reads.journey(parseJourneyId(id) ?? -1);
  if (view === undefined) throw new RejectError('ONW-JOURNEY-ABSENT', 'There is no such journey.');
  return view;
}

interface Folded {
  readonly state: State | null;
  /** What was asked of systems: key and name. */
  readonly asked: ReadonlyMap<string, string>;
  /** Later inputs that would not have been taken. */
  readonly refused: number;
}

/** `leftOut` is counted, so that the keys of what was asked later stay the same. */
function fold(
  program: Program,
  journal: readonly JournalView[],
  leftOut: number | undefined,
): Folded {
  let state: State | null = null;
  let refused = 0;
  const asked = new Map<string, string>();
  for (const row of journal) {
    const result: StepResult | undefined =
      row.seq === leftOut
        ? undefined
        : step(program, state, recallInput(row.body.input, row), row.at);
    if (result?.kind === 'stepped') {
      state = result.state;
      for (const entry of result.entries) {
        if (entry.kind === 'asked') asked.set(entry.key, entry.what);
      }
      continue;
    }
    if (row.seq !== leftOut) refused += 1;
    if (state !== null) state = { ...state, version: row.seq };
  }
  return { state, asked, refused };
}

function rootOf(state: State | null): string {
  return state?.outcome ?? state?.places.find(({ track }) => track === '')?.step ?? '';
}

interface Which {
  readonly wrong: JourneyView;
  readonly right: JourneyView;
  readonly seq: number;
}

function differenceOf({ wrong, right, seq }: Which, as: Folded, without: Folded): Correction {
  const names = Object.keys(wrong.program.journeys[wrong.state.journey]?.facts ?? {});
  const facts = names.filter((name) => {
    const [one, other] = [as.state?.facts[name], without.state?.facts[name]];
    return JSON.stringify(one) !== JSON.stringify(other);
  });
  const reached = without.state?.milestones ?? [];
  const text = [wrong.id, wrong.state.version, right.id, right.state.version, seq].join(' ');
  return {
    token: hash('sha256', `correction ${text}`, 'hex').slice(0, 40),
    stands: rootOf(as.state),
    wouldStand: rootOf(without.state),
    facts,
    milestones: (as.state?.milestones ?? []).filter((each) => !reached.includes(each)),
    asked: [...as.asked].flatMap(([key, what]) => (without.asked.has(key) ? [] : [what])),
    refused: without.refused,
    moves: mayMove(wrong, without),
  };
}

const quiet: ReadonlySet<string> = new Set(['await', 'task', 'wait', 'park']);

/** Entering a step that asks for something would ask for it once more. */
function mayMove({ program, state }: JourneyView, without: Folded): boolean {
  const to = rootOf(without.state);
  if (state.status !== 'open' || without.state?.status !== 'open' || to === rootOf(state)) {
    return false;
  }
  const target = program.journeys[state.journey]?.steps[to];
  return target !== undefined && target.track === '' && quiet.has(target.kind);
}

/** Under an id of its own: the first one was taken. */
function eventFor({ row, input, wrong, right }: Looked): OperationalEvent {
  const id = declared(`${input.id}/of/${journeyId(right.id)}`);
  return {
    type: declared(input.type),
    source: declared(input.source),
    id,
    occurredAt: row.occurredAt,
    refs: [],
    // They stood in the journal, and were held to their types before that.
    data: closedFacts(input.data),
    digest: declared(onceKey(journeyId(wrong.id), id)),
    journey: journeyId(right.id),
  };
}

type Placed = { readonly kind: 'wrong' | 'beside'; readonly control: ControlInput };

function controlsFor(
  { wrong, right, without, seen }: Looked,
  { actor, reason }: Correcting,
  now: number,
): readonly Placed[] {
  const by = { kind: 'control', actor, reason } as const;
  const controls: Placed[] = [];
  if (seen.moves) {
    const to = rootOf(without.state);
    controls.push({ kind: 'wrong', control: { ...by, control: 'override', to } });
  }
  const isLeft = seen.stands !== seen.wouldStand && !seen.moves;
  const cannot = seen.facts.length + seen.milestones.length + seen.asked.length + seen.refused;
  if (cannot === 0 && !isLeft) return controls;
  const kind = wrong.state.status === 'open' ? 'wrong' : 'beside';
  const task = taskIn(kind === 'wrong' ? wrong : right, now);
  controls.push({ kind, control: { ...by, control: 'add-task', ...task } });
  return controls;
}

function taskIn(
  { program, state }: JourneyView,
  now: number,
): { readonly owner: string; readonly due: number } {
  const owner = state.obligations[0]?.owner ?? program.exceptions.escalate[0] ?? '';
  const calendar = program.calendars[program.teams[owner]?.calendar ?? ''];
  const { within } = program.exceptions;
  const dayMs = 86_400_000;
  return { owner, due: calendar === undefined ? now + dayMs : dueAt(calendar, now, within) };
}
