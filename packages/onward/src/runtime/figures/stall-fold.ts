/**
 * Groups what stands by why it stands. Each obligation has one cause, the one by whose end it would
 * go on, so that one cause is one item however many journeys wait.
 */
import { explain, isLate, safetyOf, systemOf, systemsOf } from '../../core/index.ts';
import type { Journey, Obligation, Program } from '../../core/index.ts';
import type { OpenState } from '../../store/index.ts';
import { causeId, kindOfException, systemOf as systemNamed } from '../recovery/causes.ts';
import { StallTally } from './stall-tally.ts';
import type { Cause } from './stall-tally.ts';
import type { Consequence, Stall, Standing, Surroundings } from './stall-words.ts';

export class StallFold {
  private readonly around: Surroundings;
  private readonly tallies = new Map<string, StallTally>();

  constructor(around: Surroundings) {
    this.around = around;
  }

  add(row: OpenState): void {
    const { id, program, state } = row;
    const journey = program.journeys[state.journey];
    if (journey === undefined) return;
    for (const obligation of state.obligations) {
      const at = { program, journey, obligation };
      const standing = this.standingOf(at);
      if (standing === undefined) continue;
      const cause = this.causeOf(at, standing);
      let tally = this.tallies.get(cause.id);
      if (tally === undefined) this.tallies.set(cause.id, (tally = new StallTally(cause)));
      // Where it escalates it is due again later: what tells how long is since when it waits.
      const { since } = obligation;
      tally.add({ id, journey: journey.name, obligation, standing, since });
      if (isConsequence(at, standing)) tally.mind(() => this.consequenceOf(row, obligation));
    }
  }

  /** What frees most first; of the same, what has waited longest. */
  result(): readonly Stall[] {
    return [...this.tallies.values()]
      .map((tally) => tally.result())
      .toSorted((a, b) => b.journeys - a.journeys || a.oldest - b.oldest || (a.id < b.id ? -1 : 1));
  }

  private consequenceOf({ id, program, state }: OpenState, owed: Obligation): Consequence {
    const { slot, opened, due, owner } = owed;
    const explained = explain(program, state, this.around.now).obligations;
    const sentence = explained.find((each) => each.obligation === owed)?.sentence ?? owed.name;
    return { journey: id, slot, opened, owner, due, sentence };
  }

  private standingOf(at: At): Standing | undefined {
    const { program, journey, obligation } = at;
    const { kind, onHold, since, step, checks } = obligation;
    const { now } = this.around;
    if (onHold !== undefined) return 'held';
    if (isLate(obligation, now)) return 'overdue';
    // What has failed does not wait to be late.
    if (kind === 'exception') {
      return checks !== undefined || exceptionOf(at) !== undefined ? 'failed' : undefined;
    }
    const name = { program: program.program, journey: journey.name, step };
    const slowMs = Math.min(this.around.slowMs(name) ?? Infinity, targetOf(journey, step));
    return now - since > slowMs ? 'slow' : undefined;
  }

  private causeOf(at: At, standing: Standing): Cause {
    const { program, journey, obligation } = at;
    const system = this.systemInTrouble(at, standing);
    if (system !== undefined) {
      const state = this.around.troubled.get(system) ?? 'held';
      return { id: causeId('source', system), kind: 'source', system, state };
    }
    const failed = exceptionOf(at);
    if (failed !== undefined) return failed;
    const { step } = obligation;
    const owner = this.absentOwner(at);
    if (owner !== undefined) return { id: causeId('absence', owner), kind: 'absence', owner };
    const kind = standing === 'slow' ? 'slow' : 'step';
    const of = { journey: journey.name, step };
    const id = causeId(kind, program.program, journey.name, step);
    const waitsFor = systemOf(journey.steps[step]);
    return { id, kind, ...of, ...(waitsFor === undefined ? {} : { system: waitsFor }) };
  }

  /** What is late has climbed to somebody else by then: who should have done it counts. */
  private absentOwner({ journey, obligation }: At): string | undefined {
    const step = journey.steps[obligation.step];
    const planned = step !== undefined && 'owner' in step ? [step.owner] : [];
    return [...planned, obligation.owner].find((owner) => this.around.absent.has(owner));
  }

  private systemInTrouble({ journey, obligation }: At, standing: Standing): string | undefined {
    if (standing === 'held' && obligation.onHold !== undefined) return obligation.onHold.system;
    if (obligation.checks !== undefined) return systemOf(journey.steps[obligation.step]);
    const { troubled } = this.around;
    return systemsOf(journey, obligation).find((system) => troubled.has(system));
  }
}

interface At {
  readonly program: Program;
  readonly journey: Journey;
  readonly obligation: Obligation;
}

/** The same causes under which recovery puts them right; a drift has its own list. */
function exceptionOf({ program, journey, obligation }: At): Cause | undefined {
  if (obligation.kind !== 'exception') return undefined;
  const { name } = obligation;
  const kind = kindOfException(program, name);
  if (kind === 'drift') return undefined;
  const recovery = causeId('exception', program.program, journey.name, name);
  const isOrder = kind === 'failed-command' || kind === 'failed-message';
  const system = systemNamed(name);
  return {
    id: recovery,
    kind: isOrder ? 'command' : 'rule',
    journey: journey.name,
    command: name,
    cause: recovery,
    ...(system === '' ? {} : { system }),
  };
}

/** The flow target of the stage: beyond it a journey is slow. Only those by the clock are used. */
function targetOf({ steps, stages }: Journey, step: string): number {
  const target = stages[steps[step]?.stage ?? '']?.target;
  return target?.kind === 'wall' ? target.ms : Infinity;
}

/** What concerns a person's safety, and what they should know and do not. */
function isConsequence({ program, journey, obligation }: At, standing: Standing): boolean {
  const { kind, name, checks } = obligation;
  if (checks !== undefined || safetyOf(journey, obligation) !== undefined) return true;
  if (standing === 'overdue' && kind === 'message') return true;
  return kind === 'exception' && kindOfException(program, name) === 'failed-message';
}
