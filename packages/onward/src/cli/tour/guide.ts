/** Leads the tour: reads the API after each event, says what it finds, counts what is amiss. */
import { expectShape, journeyDetail, journeyPage } from '../client/answers.ts';
import type { JourneyDetail, JourneyRow } from '../client/answers.ts';
import type { Client } from '../client/client.ts';
import { fold } from '../show/fold.ts';
import { localTime } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import type { Delivered } from './wire.ts';

export interface Expected {
  readonly step?: string;
  readonly owner?: string;
  readonly status?: string;
}

/** How long the engine may take to ask outside systems and hear from them. */
const patienceMs = 10_000;
const lookEveryMs = 40;

export class Guide {
  readonly #client: Client;
  readonly #terminal: Terminal;
  #failures = 0;

  constructor(client: Client, terminal: Terminal) {
    this.#client = client;
    this.#terminal = terminal;
  }

  get failures(): number {
    return this.#failures;
  }

  chapter(name: string, words: string): void {
    const { out, paint } = this.#terminal;
    out('');
    out(paint('strong', `${name}  ${words}`));
  }

  /** Something happens outside; it must be taken. */
  async happens(words: string, work: Promise<Delivered>): Promise<Delivered> {
    const delivered = await work;
    this.#line('→', words);
    if (!delivered.isTaken) this.#amiss(`it was not taken (${delivered.said})`);
    return delivered;
  }

  /** Several things at once, told in one line. */
  async happenAll(words: string, work: readonly (() => Promise<Delivered>)[]): Promise<string> {
    let journey = '';
    let isTaken = true;
    for (const each of work) {
      const delivered = await each();
      isTaken &&= delivered.isTaken;
      journey ||= delivered.journeys[0] ?? '';
    }
    this.#line('→', words);
    if (!isTaken) this.#amiss('not all of it was taken');
    return journey;
  }

  /** Waits until the journey is where it should be, and says where it is and what is next. */
  async stands(id: string, expected: Expected): Promise<JourneyDetail> {
    const deadline = performance.now() + patienceMs;
    let journey = await this.read(id);
    while (difference(journey, expected) !== undefined && performance.now() < deadline) {
      await new Promise((resolve) => {
        setTimeout(resolve, lookEveryMs);
      });
      journey = await this.read(id);
    }
    this.#line(' ', `${this.#terminal.paint('dim', id)}  ${journey.explain.sentence}`);
    const found = difference(journey, expected);
    if (found !== undefined) this.#amiss(found);
    return journey;
  }

  check(isRight: boolean, words: string): void {
    if (isRight) this.#line(this.#terminal.paint('good', '✓'), words);
    else this.#amiss(words);
  }

  /** Lets time pass, to the moment when the journey's next obligation is due. */
  async passes(words: string, id: string): Promise<void> {
    const due = earliest(await this.read(id));
    await this.#client.post('/v1/dev/clock', { to: new Date(due).toISOString() });
    this.#line('…', words);
  }

  async moveTo(words: string, at: number): Promise<void> {
    await this.#client.post('/v1/dev/clock', { to: new Date(at).toISOString() });
    this.#line('…', words);
  }

  /** A person acts on what is open under this name. */
  async acts(
    words: string,
    id: string,
    act: { readonly task: string; readonly action: string; readonly actor: string },
  ): Promise<void> {
    const journey = await this.read(id);
    const obligation = journey.obligations.find(({ name }) => name === act.task);
    this.#line('→', words);
    if (obligation === undefined) {
      this.#amiss(`there is no ${act.task} to act on`);
      return;
    }
    const { action, actor } = act;
    await this.#client.post(`/v1/obligations/${obligation.id}/act`, { action, actor, data: {} });
  }

  async read(id: string): Promise<JourneyDetail> {
    return expectShape(journeyDetail, await this.#client.get(`/v1/journeys/${id}`));
  }

  /** Every open journey must have an owner and a date: the promise itself, read over the API. */
  async sum(): Promise<void> {
    const open = await this.#all('open');
    const ended = (await this.#all('ended')).length;
    const bare = open.filter(({ owner, due }) => owner === null || due === null).length;
    const { out, paint } = this.#terminal;
    if (bare > 0) this.#amiss(`${bare} of ${open.length} open journeys have no owner or no date`);
    out('');
    const words = `${open.length} journeys, each with an owner and a date; ${ended} ended`;
    if (this.#failures === 0) out(paint('good', words));
    else out(paint('bad', `${this.#failures} expectations of the tour failed`));
  }

  async #all(status: string): Promise<readonly JourneyRow[]> {
    const rows: JourneyRow[] = [];
    let after: string | undefined;
    do {
      const query = { limit: 200, status, after };
      const page = expectShape(journeyPage, await this.#client.get('/v1/journeys', query));
      rows.push(...page.journeys);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return rows;
  }

  #amiss(words: string): void {
    this.#failures += 1;
    this.#line(this.#terminal.paint('bad', '✗'), words);
  }

  #line(mark: string, words: string): void {
    const indent = '    ';
    const [first = '', ...rest] = fold(
      words,
      Math.min(this.#terminal.columns, 100) - indent.length - 2,
    );
    this.#terminal.out(`${indent}${mark} ${first}`);
    for (const line of rest) this.#terminal.out(`${indent}  ${line}`);
  }
}

function difference(journey: JourneyDetail, expected: Expected): string | undefined {
  const { step, owner, status } = expected;
  const place = journey.places.at(-1)?.step;
  if (step !== undefined && place !== step) return `it is at ${place ?? 'no step'}, not at ${step}`;
  const is = journey.obligations[0]?.owner;
  if (owner !== undefined && is !== owner) return `${is ?? 'nobody'} owns it, not ${owner}`;
  if (status !== undefined && journey.status !== status)
    return `it is ${journey.status}, not ${status}`;
  return undefined;
}

/** When the first obligation is due. */
export function earliest(journey: JourneyDetail): number {
  return Math.min(...journey.obligations.map(({ due }) => Date.parse(due)));
}

/** The due time of what is next, in the zone of the journey's own sentence. */
export function dueText(journey: JourneyDetail): string {
  return localTime(earliest(journey), journey.explain.zone);
}
