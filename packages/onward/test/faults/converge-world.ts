/**
 * A world in which a program runs: its systems tell of what happens as the weather has it, and
 * answer for what they have in their books. Calm, it is the undisturbed run.
 */
import { obligationId } from '../../src/core/index.ts';
import type { Order, Sent } from '../../src/runtime/index.ts';
import { begin, ref, Stage } from '../stage.ts';
import { Books, eventOf, hour } from './converge-play.ts';
import type { Happening, Play } from './converge-play.ts';

export const faults = ['dropped', 'doubled', 'late', 'dead'] as const;
export type Fault = (typeof faults)[number];

export interface Weather {
  readonly isCalm: boolean;
  next(): number;
  /** Dead from the fourth day on, for a day. */
  readonly dead: string;
}

export class World {
  readonly stage: Stage;
  readonly suffered = new Map<number, Set<Fault>>();
  private readonly play: Play;
  private readonly books: Books;
  /** People by the ref of the clinic's id. */
  private readonly patients = new Map<string, number>();
  private readonly weather: Weather;
  private readonly people = new Map<number, number>();
  private agenda: { readonly at: number; readonly run: () => Promise<void> }[] = [];
  private isCalm: boolean;
  private isSettled = false;

  private constructor(stage: Stage, play: Play, weather: Weather) {
    this.stage = stage;
    this.play = play;
    this.books = new Books(play.program);
    this.weather = weather;
    this.isCalm = weather.isCalm;
  }

  static async set(play: Play, people: number, weather: Weather): Promise<World> {
    const made: { world?: World } = {};
    const send = async (order: Order): Promise<Sent> => {
      return (await made.world?.answer(order)) ?? { kind: 'done', data: {} };
    };
    const stage = await Stage.set({ program: play.program, send });
    made.world = new World(stage, play, weather);
    for (let person = 0; person < people; person++) {
      made.world.patients.set(ref(`patient-${person}`), person);
      for (const each of play.story(person)) made.world.plan(each);
    }
    return made.world;
  }

  private get hours(): number {
    return (this.stage.now - begin) / hour;
  }

  private isDead(system: string): boolean {
    return !this.isCalm && system === this.weather.dead && this.hours >= 96 && this.hours < 120;
  }

  /** It will happen; and is told then, or in whatever way the weather has it. */
  private plan(happening: Happening): void {
    this.at(happening.at, async () => {
      this.books.write(happening);
      await this.report(happening);
    });
  }

  private at(at: number, run: () => Promise<void>): void {
    this.agenda.push({ at, run });
  }

  private async report(happening: Happening): Promise<void> {
    const { system, person, at } = happening;
    const next = (): number => this.weather.next();
    const event = eventOf(this.play.program, happening, false);
    if (this.isCalm) {
      await this.stage.send(event);
      return;
    }
    if (this.isDead(system)) return this.suffer(person, 'dead');
    if (next() < 0.05) return this.suffer(person, 'dropped');
    const skewed = { ...event, occurredAt: event.occurredAt + (next() * 2 - 1) * 24 * hour };
    const isLate = next() < 0.3;
    if (isLate) this.suffer(person, 'late');
    const deliver = async (): Promise<void> => void (await this.stage.send(skewed));
    this.at(at + (isLate ? next() * 72 : 0), deliver);
    if (next() >= 0.05) return undefined;
    this.suffer(person, 'doubled');
    this.at(at + next() * 72, deliver);
    return undefined;
  }

  private suffer(person: number, fault: Fault): void {
    const all = this.suffered.get(person) ?? new Set();
    this.suffered.set(person, all.add(fault));
  }

  /** What the systems answer. */
  private async answer({ effect, subject, key }: Order): Promise<Sent> {
    const { system } = effect;
    if (effect.kind === 'look-up') {
      if (this.isDead(system)) return { kind: 'retry', code: 'ONW-OUT-UNREACHED' };
      if (effect.page !== undefined) {
        return { kind: 'done', data: {}, ...this.books.page(system, effect.page, 1_000) };
      }
      const person = await this.personOf(subject);
      return { kind: 'done', data: {}, observed: this.books.of(system, person) };
    }
    const person = await this.personOf(subject);
    const {
      data = {},
      then = [],
      writes = [],
    } = this.play.react(effect, {
      ...{ person, key, at: this.hours },
    });
    for (const each of writes) this.books.write(each);
    for (const each of then) this.plan(each);
    return { kind: 'done', data };
  }

  private async personOf(subject: number): Promise<number> {
    const known = this.people.get(subject);
    if (known !== undefined) return known;
    const refs = await this.stage.open.store.refsOf([subject]);
    const person = refs
      .map((each) => this.patients.get(each.ref))
      .find((each) => each !== undefined);
    if (person === undefined) throw new Error('An order is about nobody.');
    this.people.set(subject, person);
    return person;
  }

  /** Lives until an hour, the staff looking at its list twice a day. */
  async live(until: number): Promise<void> {
    for (let at = Math.floor(this.hours); at < until; at++) {
      await this.stage.wait(Math.max(0, begin + at * hour - this.stage.now));
      for (;;) {
        const due = this.agenda.filter((each) => each.at < at + 1);
        if (due.length === 0) break;
        this.agenda = this.agenda.filter((each) => each.at >= at + 1);
        await Promise.all(due.toSorted((a, b) => a.at - b.at).map(({ run }) => run()));
        await this.stage.engine.idle();
      }
      if (at % 12 === 0) await this.seeTo();
    }
    await this.stage.engine.idle();
  }

  private async seeTo(): Promise<void> {
    const { reads } = this.stage.open;
    const { staff, seenTo, afterwards } = this.play;
    const acts = this.isSettled ? { ...seenTo, ...afterwards } : seenTo;
    for (const owner of staff) {
      for (;;) {
        const rows = await reads.obligations({ owner, kind: 'task' }, { limit: 200 });
        const tasks = rows.filter(({ obligation }) => Object.hasOwn(acts, obligation.name));
        if (tasks.length === 0) break;
        const [actor = ''] = this.play.program.teams[owner]?.people ?? [];
        await Promise.all(
          tasks.map(({ journey, obligation: { slot, opened, name } }) =>
            this.stage.engine.act({
              obligation: obligationId({ journey, slot, opened }),
              action: acts[name] ?? '',
              actor,
              data: {},
            }),
          ),
        );
        await this.stage.engine.idle();
      }
    }
  }

  /** Every system is compared once; from now on all is told as it happens. */
  async reconcile(): Promise<Readonly<Record<string, number>>> {
    this.isCalm = true;
    this.isSettled = true;
    this.agenda = [];
    const found: Record<string, number> = {};
    for (const system of this.play.systems) {
      const run = await this.stage.engine.reconciling.run({ system, lookUp: 'all' });
      for (const { class: drift, end } of run.differences) {
        const name = `${drift} ${end}`;
        found[name] = (found[name] ?? 0) + 1;
      }
    }
    await this.stage.engine.idle();
    return found;
  }
}
