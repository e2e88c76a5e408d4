/** Judges each configuration and each step as it is explored: C1, C3, C4, C6, C9, C10. */
import { BugError, OnwardError } from '../errors.ts';
import type { Entry, Obligation } from '../step/types.ts';
import type { Journey, Program } from '../language/model.ts';
import { parkSlot } from './configuration.ts';
import type { Finding, Findings } from './findings.ts';
import type { Frame, History } from './frame.ts';
import type { Node } from './graph.ts';
import type { Play } from './play.ts';
import type { PropertyId, Spot } from './report.ts';
import type { Taken, Witness } from './taken.ts';
import { historyAfter, notUndone, unanswered } from './history.ts';

export class Judge implements Witness {
  readonly #program: Program;
  readonly #journey: Journey;
  readonly #findings: Findings;
  /** Whether a configuration is looked at in parts instead. */
  readonly #isSplit: (node: Node) => boolean;
  /** Frames in which something is pending in every place: what the facts are changes nothing. */
  readonly #sound = new Set<Frame>();

  constructor(
    { program, journey }: { readonly program: Program; readonly journey: Journey },
    findings: Findings,
    isSplit: (node: Node) => boolean,
  ) {
    this.#program = program;
    this.#journey = journey;
    this.#findings = findings;
    this.#isSplit = isSplit;
  }

  get found(): number {
    return this.#findings.count;
  }

  /** C1: in every place something is pending. */
  reached(node: Node): void {
    const { frame } = node.configuration;
    if (frame !== undefined && this.#sound.has(frame)) return;
    const before = this.found;
    this.#pending(node);
    if (frame !== undefined && this.found === before) this.#sound.add(frame);
  }

  #pending(node: Node): void {
    const { state } = node.configuration;
    if (state.status === 'ended' || this.#isSplit(node)) return;
    const held = [...state.obligations, ...(state.parked?.resting ?? [])];
    for (const place of state.places) {
      if (place.ended !== undefined) continue;
      if (this.#journey.steps[place.step]?.kind === 'tracks') {
        if (node.part !== undefined || state.places.some(isLiveTrack)) continue;
        const says = `All tracks of ${place.step} that can end have ended, and nothing joins them.`;
        const mend = '`join` must be a number of tracks that can end.';
        this.#add('C1', { says, mend, spot: this.#at(place.step, 'join'), node });
      } else if (!held.some(({ step, track }) => step === place.step && track === place.track)) {
        const says = `The journey rests at ${place.step} and nothing is pending there.`;
        const mend =
          'Give it a way on that is taken whatever the facts are: a last one without `when`.';
        this.#add('C1', { says, mend, spot: this.#at(place.step), node });
      }
    }
  }

  taken(taken: Taken): void {
    const { state } = taken.result;
    this.#dated(taken);
    if (taken.play.kind === 'deadline') this.#changes(taken, taken.play.slot);
    for (const entry of taken.result.entries) this.#heard(taken, entry);
    if (state.status === 'ended') this.#ended(taken);
  }

  broke(node: Node, play: Play, error: unknown): void {
    const step = node.configuration.state.places[0]?.step ?? this.#journey.start;
    if (error instanceof BugError && error.code === 'ONW-INSTANT-LOOP') {
      const says = 'Instant steps lead to each other without an end.';
      const mend = 'Let a guard, or a step that takes time, break the circle.';
      this.#add('C7', { says, mend, spot: this.#at(step), node, then: [{ play, kept: [] }] });
      return;
    }
    const code = error instanceof OnwardError ? error.code : 'a defect of the definition';
    const says = `The step cannot be taken (${code}).`;
    const mend = 'Compile the program again; a definition that compiles does not break.';
    this.#add('C1', { says, mend, spot: this.#at(step), node, then: [{ play, kept: [] }] });
  }

  undoneTwice(node: Node, play: Play, step: string): void {
    const says = `${step} undoes what was not done, or what was undone before.`;
    const mend = 'Lead here only where it was done: set a fact when it is, and ask it before.';
    this.#add('C9', { says, mend, spot: this.#at(step), node, then: [{ play, kept: [] }] });
  }

  /** C1: whatever is open is owned by somebody and has a date. */
  #dated({ node, result, cause }: Taken): void {
    for (const obligation of result.state.obligations) {
      const { owner, due, step, name } = obligation;
      if (!Object.hasOwn(this.#program.teams, owner)) {
        const says = `Nobody owns ${name}: its owner is no team or role of the program.`;
        const mend = 'Name a team or a role as its owner.';
        this.#add('C1', { says, mend, spot: this.#at(step, 'owner'), node, ...because(cause) });
      }
      if (!Number.isFinite(due)) {
        const says = `${name} has no date by which it must be done.`;
        const mend = 'Give it a deadline that comes: `within`, `every` or `review-every`.';
        const spot = this.#at(step, ...dateKeys(obligation));
        this.#add('C1', { says, mend, spot, node, ...because(cause) });
      }
    }
    for (const kept of result.state.deferred) {
      if (Number.isFinite(kept.expires)) continue;
      const says = `${kept.event.type} is kept for later without an end.`;
      const mend = 'Give `defer` a time after which somebody looks at it.';
      const step = result.state.places[0]?.step ?? this.#journey.start;
      const spot = this.#at(step, 'on', kept.event.type);
      this.#add('C4', { says, mend, spot, node, ...because(cause) });
    }
  }

  /** C1: a deadline that passes changes something, or asks one accountable person again. */
  #changes({ node, result, cause }: Taken, slot: number): void {
    const before = node.configuration.state;
    const was = before.obligations.find((each) => each.slot === slot);
    if (was === undefined || was.kind === 'park') return;
    const is = result.state.obligations.find((each) => {
      return each.slot === slot && each.opened === was.opened;
    });
    if (is === undefined) return;
    if (is.level !== was.level || is.lookUp !== was.lookUp || is.channel !== was.channel) return;
    if (JSON.stringify(result.state.facts) !== JSON.stringify(before.facts)) return;
    if (was.level > 0 && this.#program.teams[is.owner]?.role === true) return;
    const says =
      was.level > 0
        ? `${was.name} ends with ${is.owner}, a team, where nobody is accountable.`
        : `The deadline of ${was.name} passes and nothing changes.`;
    const mend = 'Let `overdue` lead to another step, park, or escalate to a role.';
    const spot = this.#at(was.step, 'overdue');
    this.#add('C1', { says, mend, spot, node, ...because(cause) });
  }

  #heard(taken: Taken, entry: Entry): void {
    const { node, cause } = taken;
    if (entry.kind === 'taken' && entry.how === 'exception' && entry.reason === undefined) {
      const step = node.configuration.state.places.at(-1)?.step ?? '';
      const says = `${entry.what} comes at ${step}, and nothing says what follows.`;
      const mend =
        'Plan for it there, or for its stage or journey: `on`, `defer`, `ignore`, `exception`.';
      this.#add('C4', {
        says,
        mend,
        spot: this.#at(step, 'on', entry.what),
        node,
        ...because(cause),
      });
    }
    if (entry.kind !== 'opened' || entry.obligation !== 'exception') return;
    const found = this.#unforeseen(taken, entry.name);
    if (found !== undefined) this.#add(found.property, { ...found, node, ...because(cause) });
  }

  /** An exception opened because no way on was there. */
  #unforeseen({ node, play }: Taken, name: string): Unforeseen | undefined {
    const mend = 'Add a last way on without `when`.';
    if (name === 'no-choice-holds' || name === 'no-way-on-after-join') {
      const says =
        name === 'no-choice-holds'
          ? 'None of the guards of a decision holds.'
          : 'The tracks have joined, and none of the guards that follow holds.';
      return { property: 'C4', says, mend, spot: this.#from(node, play) };
    }
    const last = name.slice(name.lastIndexOf(':') + 1);
    if (!name.includes(':')) return undefined;
    const spot = this.#from(node, play);
    switch (play.kind) {
      case 'outcome':
        return { property: 'C3', says: `When it is ${last}, nothing leads on.`, mend, spot };
      case 'signal':
        return {
          property: 'C10',
          says: `When ${play.journey} has ${last}, nothing leads on.`,
          mend,
          spot,
        };
      case 'act':
        return { property: 'C4', says: `After the action, nothing leads on.`, mend, spot };
      case 'deadline':
      case 'look-up': {
        const step = this.#journey.steps[this.#stepOf(node, play.slot)];
        const property = step?.kind === 'depends' ? 'C10' : 'C1';
        return { property, says: 'The deadline passes, and nothing leads on.', mend, spot };
      }
      default:
        return { property: 'C4', says: 'Nothing leads on.', mend, spot };
    }
  }

  /** C6 and C9: what an end leaves behind it. */
  #ended({ node, play, result, cause }: Taken): void {
    const { history } = historyAfter(this.#journey, node.configuration, { play, result });
    for (const name of unanswered(history)) {
      const says = `The journey ends with ${name} unanswered, and its late answer is an exception.`;
      const mend = 'Say with `late: { ignore: … }` why it does not matter, or wait for it first.';
      this.#add('C6', { says, mend, spot: this.#at(name, 'late'), node, ...because(cause) });
    }
    const left = result.state.obligations.length + result.state.deferred.length;
    if (left > 0 || result.state.parked !== undefined) {
      const says = 'The journey ends with something open.';
      this.#add('C6', { says, mend: 'Close it first.', spot: this.#from(node, play), node });
    }
    this.#undone({ node, play, result, cause }, history);
  }

  #undone({ node, result, cause }: Taken, history: History): void {
    const name = result.state.places.find(({ track }) => track === '')?.step ?? '';
    const end = this.#journey.steps[name];
    if (end?.kind !== 'end' || end.abort !== true) return;
    for (const step of notUndone(history)) {
      const says = `The journey is given up at ${name}, and ${step} is not undone.`;
      const done = this.#journey.steps[step];
      const undo = done?.kind === 'command' ? done.undo : undefined;
      const mend = `Lead through ${undo ?? 'the step that undoes it'} first.`;
      this.#add('C9', { says, mend, spot: this.#from(node, cause.play), node, ...because(cause) });
    }
  }

  #add(property: PropertyId, finding: Omit<Unforeseen, 'property'> & Where): void {
    this.#findings.add({ ...finding, property });
  }

  #stepOf({ configuration: { state } }: Node, slot: number): string {
    const all = [...state.obligations, ...(state.parked?.resting ?? [])];
    return all.find((each) => each.slot === slot)?.step ?? '';
  }

  /** The place in the program that a play sets off. */
  #from(node: Node, play: Play): Spot {
    switch (play.kind) {
      case 'outcome':
        return this.#at(this.#stepOf(node, play.slot), play.outcome);
      case 'act':
        return this.#at(this.#stepOf(node, play.slot), 'actions', play.action);
      case 'deadline':
      case 'look-up': {
        const name = this.#stepOf(node, play.slot);
        const isDepends = this.#journey.steps[name]?.kind === 'depends';
        return isDepends ? this.#at(name, 'never-started') : this.#at(name, 'overdue');
      }
      case 'signal': {
        const waiting = node.configuration.state.obligations.find((each) => {
          return each.kind === 'depends' && each.name === play.journey;
        });
        const { says } = play;
        const keys = says.kind === 'ended' ? ['ended', says.outcome] : ['reached'];
        return this.#at(waiting?.step ?? '', ...keys);
      }
      case 'event':
        return this.#at(node.configuration.state.places.at(-1)?.step ?? '', 'on', play.type);
      default:
        return this.#at(node.configuration.state.places.at(-1)?.step ?? '');
    }
  }

  #at(step: string, ...below: readonly string[]): Spot {
    const { name: journey } = this.#journey;
    return step === '' ? { journey, below } : { journey, step, below };
  }
}

interface Unforeseen {
  readonly property: PropertyId;
  readonly says: string;
  readonly mend: string;
  readonly spot: Spot;
}
type Where = Pick<Finding, 'node' | 'then'>;

function because(cause: Taken['cause']): Where {
  return { then: [cause] };
}

function isLiveTrack({
  track,
  ended,
}: {
  readonly track: string;
  readonly ended?: string;
}): boolean {
  return track !== '' && ended === undefined;
}

function dateKeys({ slot, level, lookUp }: Obligation): readonly string[] {
  if (slot === parkSlot) return ['overdue', 'park', 'review-every'];
  if (level > 0) return ['overdue', 'every'];
  return lookUp === undefined ? ['within'] : ['overdue', 'look-up-within'];
}
