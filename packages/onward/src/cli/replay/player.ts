/**
 * Plays one story on a running engine, line by line: everything comes the way it would in
 * operation, by events, answers of systems, people's acts and the clock.
 */
import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  closedFacts,
  declared,
  commandKey,
  obligationId,
  OnwardError,
  parseJourneyId,
  recallInput,
  step,
} from '../../core/index.ts';
import type { Plain, OperationalEvent, Program, SealedRef, State } from '../../core/index.ts';
import type { JournalView } from '../../store/index.ts';
import type { StoryInput, WrittenStory } from '../report/written.ts';
import type { EngineGround } from '../scenario/ground.ts';
import type { Expected } from './expect.ts';
import type { HeldSystems } from './held-systems.ts';
import { promptOf } from './stand-in.ts';

/** Told in plain words: the engine does not do what the story says. */
export class StoryFault extends Error {}

export interface PlayGround {
  /** With stand-ins for the journeys that the story's one waits for. */
  readonly program: Program;
  readonly ground: EngineGround;
  readonly systems: HeldSystems;
}

type Line = WrittenStory['counterexample']['story'][number];
type Of<K extends StoryInput['kind']> = Extract<StoryInput, { readonly kind: K }>;

/** Real time for the engine to do as the story says; it looks at its timers every 250 ms. */
const patienceMs = 15_000;
const refusalMs = 1_000;
const lookMs = 10;
const mostEntries = 20_000;

export class Player {
  readonly #on: PlayGround;
  readonly #story: WrittenStory;
  /** The engine's version of the journey after each line: it may take more than the story tells. */
  readonly #versions: number[] = [];
  readonly #standIns = new Map<string, string>();
  #journey: number | undefined;
  #events = 0;

  constructor(on: PlayGround, story: WrittenStory) {
    this.#on = on;
    this.#story = story;
  }

  /** @throws StoryFault where the engine goes another way */
  async play({ atMs, input }: Line, expected: Expected): Promise<void> {
    await this.#weighed();
    this.#on.ground.clock.moveTo(this.#story.counterexample.startsAt + atMs);
    try {
      await this.#feed(input, expected);
    } catch (error) {
      if (!(error instanceof OnwardError)) throw error;
      if (expected === 'refused' && error.code === 'ONW-NOTHING-NEXT') return;
      throw new StoryFault(`it is refused with ${error.code}`);
    }
    if (this.#journey === undefined) return;
    if (expected === 'refused') await this.#untaken();
    else if (input.kind === 'signal') this.#versions.push((await this.#stored()).version);
    else await this.#taken(expected === 'breaks' ? 'fault' : input.kind);
  }

  /** The journey after the last line that was played; undefined when none has begun. */
  async state(): Promise<State | undefined> {
    if (this.#journey === undefined) return undefined;
    const stored = await this.#stored();
    const version = this.#versions.at(-1) ?? 0;
    // What became due at the same time may have been taken already: it is no part of the story.
    return stored.version === version ? stored : this.#folded(version);
  }

  async #feed(input: StoryInput, expected: Expected): Promise<void> {
    switch (input.kind) {
      case 'enrol':
        return this.#enrol(input, expected);
      case 'event':
        return this.#event(input);
      case 'outcome':
        return this.#answer(input);
      case 'act':
        return this.#act(input);
      case 'signal':
        return this.#speak(input);
      case 'deadline':
        // The clock has been moved: the engine finds for itself what is due.
        return undefined;
    }
  }

  async #enrol({ event, journey }: Of<'enrol'>, expected: Expected): Promise<void> {
    const result = await this.#post(event);
    for (const id of result.journeys) {
      const number = parseJourneyId(id) ?? -1;
      const view = await this.#on.ground.reads.journey(number);
      if (view?.state.journey === journey) this.#journey = number;
    }
    // A first step that breaks begins nothing, and the event is kept for a person.
    if (this.#journey !== undefined) return;
    if (expected !== 'breaks' || result.status !== 'unmatched')
      throw new StoryFault(`the event is ${result.status}`);
  }

  async #event(input: Of<'event'>): Promise<void> {
    const { status } = await this.#post(input, this.#id());
    if (status !== 'accepted') throw new StoryFault(`the event is ${status}`);
  }

  async #post(
    { type, source, data, answers }: Pick<Of<'event'>, 'type' | 'source' | 'data' | 'answers'>,
    journey?: number,
  ) {
    this.#events += 1;
    const id = declared(`story-${this.#events}`);
    const { clock, engine } = this.#on.ground;
    const event: OperationalEvent = {
      type: declared(type),
      source: declared(source),
      id,
      occurredAt: clock.now(),
      refs: refsOf(this.#on.program, type),
      data: closedFacts(data),
      digest: opaque(id),
      ...(journey === undefined ? {} : { journey: `jrn_${journey.toString(32)}` }),
      ...(answers === undefined ? {} : { answers: this.#key(answers) }),
    };
    const [result] = await engine.events([event]);
    return result ?? { status: 'unmatched' as const, journeys: [] };
  }

  /** What is asked goes out in its own time; once it is on its way it gets the story's answer. */
  async #answer({ key, outcome, data }: Of<'outcome'>): Promise<void> {
    const real = this.#key(key);
    const answered = await eventually(() => this.#on.systems.answer(real, { kind: outcome, data }));
    if (answered) return;
    const all = this.#on.systems.onTheWay(this.#id()).join(', ') || 'nothing';
    throw new StoryFault(`${key} is not on its way; on its way is ${all}`);
  }

  async #act({ slot, opened, action, actor, data }: Of<'act'>): Promise<void> {
    const journey = this.#id();
    const obligation = obligationId({ journey, slot, opened: this.#version(opened) });
    await this.#on.ground.engine.act({ obligation, action, actor, data });
  }

  async #speak({ journey, says }: Of<'signal'>): Promise<void> {
    const source = 'stand-in';
    const begins = promptOf(journey, { kind: 'started' });
    if (!this.#standIns.has(journey) || says.kind === 'started') {
      const { journeys } = await this.#post({ type: begins, source, data: {} });
      this.#standIns.set(journey, journeys[0] ?? '');
    }
    if (says.kind === 'started') return;
    const other = parseJourneyId(this.#standIns.get(journey) ?? '');
    const type = promptOf(journey, says);
    const { status } = await this.#post({ type, source, data: {} }, other);
    if (status !== 'accepted') throw new StoryFault(`${journey} cannot say that here`);
  }

  /** Waits until the journal has the line; what another journey says at once belongs to it. */
  async #taken(kind: string): Promise<void> {
    const before = this.#versions.at(-1) ?? 0;
    const entries = await eventually(async () => {
      const found = await this.#journal(before);
      return found.length > 0 ? found : undefined;
    });
    const [first, ...more] = entries ?? [];
    if (first === undefined) throw new StoryFault('nothing comes of it');
    const took = first.body.input.kind;
    if (took !== kind) throw new StoryFault(`it took ${took} instead of ${kind}`);
    const other = more.findIndex(({ body }) => body.input.kind !== 'signal');
    this.#versions.push(first.seq + (other < 0 ? more.length : other));
  }

  /**
   * Waits until each message that was asked for has been weighed. One that its journey had left
   * behind by then would be answered as stale, of which no story tells.
   */
  async #weighed(): Promise<void> {
    const journey = this.#journey;
    if (journey === undefined) return;
    const { templates } = this.#on.program;
    const entries = (await this.#journal(0)).flatMap(({ body }) => body.entries);
    const asked = entries.flatMap((entry) =>
      entry.kind === 'asked' && templates[entry.what] !== undefined ? [entry.key] : [],
    );
    await eventually(async () => {
      const rows = await this.#on.ground.reads.messages(journey);
      const known = new Set(rows.map(({ seq, index }) => `${seq}.${index}`));
      return asked.every((key) => known.has(key));
    });
  }

  /** What the engine cannot store is not told by answers and timers; nothing comes of it. */
  async #untaken(): Promise<void> {
    await delay(refusalMs);
    const found = await this.#journal(this.#versions.at(-1) ?? 0);
    if (found.length > 0) throw new StoryFault('it is taken, though nothing is next after it');
  }

  async #journal(after: number): Promise<readonly JournalView[]> {
    return this.#on.ground.reads.journal(this.#id(), { after, limit: mostEntries });
  }

  async #stored(): Promise<State> {
    const view = await this.#on.ground.reads.journey(this.#id());
    if (view === undefined) throw new StoryFault('the journey is gone');
    return view.state;
  }

  async #folded(version: number): Promise<State | undefined> {
    let state: State | null = null;
    for (const entry of await this.#journal(0)) {
      if (entry.seq > version) break;
      const input = recallInput(entry.body.input, entry);
      const result = step(this.#on.program, state, input, entry.at);
      if (result.kind === 'stepped') state = result.state;
    }
    return state ?? undefined;
  }

  #id(): number {
    if (this.#journey === undefined) throw new StoryFault('no journey has begun');
    return this.#journey;
  }

  /** A version of the story in the engine's count. */
  #version(version: number): number {
    return this.#versions[version - 1] ?? version;
  }

  /** The engine's key of what the story calls `version.index`. */
  #key(local: string): string {
    const [version = '', index = ''] = local.split('.');
    return commandKey(this.#id(), `${this.#version(Number(version))}.${index}`);
  }
}

/** Outside ids that the story does not name: one subject, and one thing of each name. */
function refsOf({ systems }: Program, type: string): readonly SealedRef[] {
  const [system = ''] = type.split('.', 1);
  const known = systems[system]?.events[type.slice(system.length + 1)]?.refs ?? {};
  const named = Object.entries(known).map(([name, { of, system: domain }]): SealedRef => {
    return { name, of, ref: opaque(of === 'subject' ? 'subject' : `${domain}/${name}`) };
  });
  const hasSubject = named.some(({ of }) => of === 'subject');
  return hasSubject
    ? named
    : [...named, { name: 'subject', of: 'subject', ref: opaque('subject') }];
}

function opaque(text: string): Plain {
  return declared(hash('sha256', text, 'hex').slice(0, 32));
}

/** Looks again and again until there is something, for as long as the engine may need. */
async function eventually<T>(look: () => Promise<T> | T): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (Boolean(found) || performance.now() > until) return found;
    await delay(lookMs);
  }
}
