/**
 * Makes a story true: real times, real calendars, real keys. Each play is given to the step with
 * the program as it is, so that whoever replays the story sees what the proof saw.
 */
import { nextWake } from '../step/next.ts';
import { step } from '../step/step.ts';
import type { Input, Obligation, State, StepResult } from '../step/types.ts';
import type { Facts, FactValue, Program } from '../language/model.ts';
import { instant } from './cells.ts';
import type { Cells } from './cells.ts';
import { eventOf, parkSlot } from './configuration.ts';
import type { Abstraction } from './configuration.ts';
import type { Play } from './play.ts';
import { actSource, doneSource } from './walk.ts';

/** One play as it really happened. */
export interface Real {
  readonly now: number;
  readonly input: Input;
  readonly before: State | null;
  readonly result: Extract<StepResult, { readonly kind: 'stepped' }> | undefined;
  /** Undefined: the step broke, as it was to be shown. */
  readonly after: State | undefined;
}

interface Telling {
  readonly program: Program;
  readonly abstraction: Abstraction;
  readonly startsAt: number;
}

/** How far from the border of its cell a moving value is chosen; one after the other is tried. */
const distances = [0, 60_000, -60_000, 3_600_000, -3_600_000, 86_400_000, 300 * 86_400_000];
const secondMs = 1_000;

/**
 * Plays a story on the real program; undefined where no timing that was tried makes it true.
 * `isRight` says whether the end is the one that was to be reached.
 */
export function realise(
  telling: Telling,
  plays: readonly Play[],
  isRight: (last: Real) => boolean,
): readonly Real[] | undefined {
  for (const distance of distances) {
    const told = new Teller(telling, distance).tell(plays);
    const last = told?.at(-1);
    if (told === undefined || last === undefined) continue;
    if (last.after === undefined || isRight(last)) return told;
  }
  return undefined;
}

class Teller {
  readonly #program: Program;
  readonly #abstraction: Abstraction;
  readonly #distance: number;
  readonly #told: Real[] = [];
  #state: State | null = null;
  #now: number;

  constructor({ program, abstraction, startsAt }: Telling, distance: number) {
    this.#program = program;
    this.#abstraction = abstraction;
    this.#distance = distance;
    this.#now = startsAt;
  }

  tell(plays: readonly Play[]): readonly Real[] | undefined {
    for (const [index, play] of plays.entries()) {
      if (!this.#play(play, index === plays.length - 1)) return undefined;
    }
    return this.#told;
  }

  #play(play: Play, isLast: boolean): boolean {
    if (play.kind === 'time') return play.name === '' || this.#wait(play);
    if (play.kind === 'deadline') return this.#pass(play, isLast);
    if (this.#state !== null) this.#now += secondMs;
    if (!this.#drift(this.#now)) return false;
    // What is answered was sent: it may have had to wait for its hours.
    const askAt = 'slot' in play ? this.#obligation(play.slot)?.askAt : undefined;
    if (askAt !== undefined && !this.#drift(askAt)) return false;
    const input = this.#input(play);
    return input !== undefined && this.#take(input, isLast) && this.#readBack(isLast);
  }

  /** What was done is done for the proof at once: its system shows it when it is asked. */
  #readBack(isLast: boolean): boolean {
    const open = [...(this.#state?.obligations ?? []), ...(this.#state?.parked?.resting ?? [])];
    const found = open.find((each) => each.readBack?.asked !== undefined);
    if (found === undefined) return true;
    const { step: at, readBack } = found;
    const of = this.#abstraction.journey.steps[at];
    const back = of?.kind === 'command' ? of.readBack : undefined;
    this.#now += secondMs;
    const name = `${back?.system}.${back?.lookUp}`;
    const key = readBack?.asked ?? '';
    const shows = { kind: 'outcome', key, name, passing: false, step: at } as const;
    return this.#drift(this.#now) && this.#take({ ...shows, outcome: 'done', data: {} }, isLast);
  }

  /** Runs the step; a break is only right at the very end. */
  #take(input: Input, isLast: boolean): boolean {
    const before = this.#state;
    let result: StepResult;
    try {
      result = step(this.#program, before, input, this.#now);
    } catch {
      this.#told.push({ now: this.#now, input, before, result: undefined, after: undefined });
      return isLast;
    }
    if (result.kind === 'refused') return false;
    this.#state = result.state;
    this.#told.push({ now: this.#now, input, before, result, after: result.state });
    return true;
  }

  /** A deadline passes when its time has come; what is due before passes before. */
  #pass({ slot }: Extract<Play, { kind: 'deadline' }>, isLast: boolean): boolean {
    for (let rounds = 0; rounds < 100; rounds++) {
      const held = this.#obligation(slot);
      if (held === undefined || !Number.isFinite(held.due)) return false;
      // While it is held, no time is taken off what rests: somebody lets it go on.
      if (this.#state?.parked?.resting.includes(held) === true && !this.#resume()) return false;
      const own = this.#obligation(slot);
      if (own === undefined) return false;
      const first = this.#state === null ? undefined : nextWake(this.#state);
      if (first === undefined) return false;
      this.#now = Math.max(this.#now, first);
      const isOwn = own.due <= first;
      if (!this.#take({ kind: 'deadline' }, isLast && isOwn)) return false;
      if (isOwn) return true;
    }
    return false;
  }

  #resume(): boolean {
    const held = this.#obligation(parkSlot);
    if (held === undefined) return false;
    this.#now += secondMs;
    const { slot, opened, owner } = held;
    const actor = this.#actor(owner);
    return this.#take({ kind: 'act', slot, opened, action: 'resume', actor, data: {} }, false);
  }

  /** What is due by then passes first; false when that breaks. */
  #drift(until: number): boolean {
    for (let rounds = 0; rounds < 100; rounds++) {
      const first = this.#state === null ? undefined : nextWake(this.#state);
      if (first === undefined || first > until) return true;
      this.#now = Math.max(this.#now, first);
      if (!this.#take({ kind: 'deadline' }, false)) return false;
    }
    return false;
  }

  /** Lets time pass until a fact has sunk into the cell below. */
  #wait({ name, value }: Extract<Play, { kind: 'time' }>): boolean {
    const cells = this.#abstraction.relevance.facts.get(name);
    const fact = this.#state?.facts[name];
    if (cells === undefined || fact === undefined) return false;
    const target = cells.of(value, instant);
    let low = this.#now;
    let high = this.#now + 1_000 * 86_400_000;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (cells.of(fact, middle) <= target) high = middle;
      else low = middle + 1;
    }
    if (cells.of(fact, low) !== target) return false;
    // What is due at that very time is the next play's to tell.
    if (!this.#drift(low - 1)) return false;
    this.#now = Math.max(this.#now, low);
    return true;
  }

  #obligation(slot: number): Obligation | undefined {
    const resting = this.#state?.parked?.resting ?? [];
    return [...(this.#state?.obligations ?? []), ...resting].find((each) => each.slot === slot);
  }

  #input(play: Exclude<Play, { kind: 'time' | 'deadline' }>): Input | undefined {
    switch (play.kind) {
      case 'event':
        return this.#event(play);
      case 'expiry':
        return this.#expire(play.type);
      case 'receipt':
      case 'outcome':
      case 'look-up':
      case 'act':
        return this.#about(play);
      case 'signal':
        return { kind: 'signal', journey: play.journey, says: play.says };
    }
  }

  #event({ type, data }: Extract<Play, { kind: 'event' }>): Input {
    const id = `story-${this.#told.length + 1}`;
    const event = { ...eventOf(type), id, occurredAt: this.#now, data: this.#real(type, data) };
    const { name: journey } = this.#abstraction.journey;
    return this.#state === null ? { kind: 'enrol', journey, event } : event;
  }

  /** Nobody took what was kept: it is looked at when its time is over. */
  #expire(type: string): Input | undefined {
    const kept = this.#state?.deferred.find(({ event }) => event.type === type);
    if (kept === undefined || !this.#drift(kept.expires - 1)) return undefined;
    this.#now = Math.max(this.#now, kept.expires);
    return { kind: 'deadline' };
  }

  #about(
    play: Extract<Play, { kind: 'receipt' | 'outcome' | 'look-up' | 'act' }>,
  ): Input | undefined {
    const found = this.#obligation(play.slot);
    if (found === undefined) return undefined;
    const { name, step: at, command, lookUp, opened, slot } = found;
    const about = { kind: 'outcome', name, step: at, passing: false } as const;
    switch (play.kind) {
      case 'receipt':
        if (command === undefined) return undefined;
        return { ...eventOf(play.type), occurredAt: this.#now, answers: command };
      case 'look-up':
        return lookUp === undefined
          ? undefined
          : { ...about, key: lookUp, outcome: 'done', data: {} };
      case 'outcome': {
        const data = this.#real(doneSource(at), play.data);
        return command === undefined
          ? undefined
          : { ...about, key: command, outcome: play.outcome, data };
      }
      case 'act': {
        const source = slot === parkSlot ? '' : actSource(at, play.action);
        const data = this.#real(source, play.data);
        const actor = this.#actor(found.owner);
        return { kind: 'act', slot, opened, action: play.action, actor, data };
      }
    }
  }

  #actor(owner: string): string {
    const { teams } = this.#program;
    const all = Object.values(teams).flatMap(({ people }) => people);
    return teams[owner]?.people[0] ?? all[0] ?? '';
  }

  /** Data as it would come now: times are as far from now as their cells say. */
  #real(source: string, data: Facts): Facts {
    const fields = this.#abstraction.relevance.data.get(source);
    const real = Object.entries(data).map(([field, value]) => {
      const cells = fields?.get(field);
      return [field, cells?.sinks === true ? this.#moved(cells, value) : value];
    });
    return Object.fromEntries(real) as Facts;
  }

  #moved(cells: Cells, value: FactValue): FactValue {
    if (typeof value !== 'number') return value;
    const wanted = cells.of(value, instant);
    const tried = value + this.#distance;
    return (cells.of(tried, instant) === wanted ? tried : value) + this.#now - instant;
  }
}
