/** Plays one scenario on a running engine: time passes deadline by deadline. */
import { BugError, explain, OnwardError, parseJourneyId, obligationId } from '../../core/index.ts';
import type { Facts, OperationalEvent, Program } from '../../core/index.ts';
import type { Engine } from '../../runtime/index.ts';
import type { JourneyView, Reads } from '../../store/index.ts';
import type { MovableClock } from '../compose/movable-clock.ts';
import type { Sealing } from '../compose/edge.ts';
import { passTime } from '../compose/pass-time.ts';
import { difference } from './compare.ts';
import { longForm, type ScenarioStep, type WrittenAct, type WrittenEvent } from './format.ts';
import { Outside, ScenarioFault } from './outside.ts';
import type { ScenarioFile } from './read.ts';
import type { SimulatedSystems, Stage } from './simulated-systems.ts';

/** Where scenarios are played. */
export interface Ground {
  readonly program: Program;
  readonly engine: Engine;
  readonly reads: Pick<Reads, 'journey'>;
  readonly clock: MovableClock;
  readonly systems: SimulatedSystems;
  /** The gate: an event from outside becomes one of closed types. */
  readonly seal: Sealing;
}

export interface Played {
  readonly file: string;
  readonly scenario: string;
  readonly breakdown: string | undefined;
  readonly ok: boolean;
  /** Where and what differs first, in plain words. */
  readonly line?: number;
  readonly difference?: string;
}

export async function playScenario(ground: Ground, file: ScenarioFile): Promise<Played> {
  const { scenario, breakdown, steps } = file.scenario;
  const told = { file: file.file, scenario, breakdown };
  const player = new Player(ground, file);
  for (const [index, step] of steps.entries()) {
    const found = await player.play(step).catch(faultOf);
    if (found === undefined) continue;
    return { ...told, ok: false, line: file.lines[index] ?? 1, difference: found };
  }
  return { ...told, ok: true };
}

/** What stopped the scenario, where that is a matter of the scenario or of a refusal. */
function faultOf(error: unknown): string {
  if (error instanceof ScenarioFault) return error.message;
  if (error instanceof OnwardError && !(error instanceof BugError)) {
    return `refused with ${error.code}: ${error.message}`;
  }
  throw error;
}

class Player implements Stage {
  readonly #ground: Ground;
  readonly #file: ScenarioFile;
  readonly #outside: Outside;
  readonly #journeys: string[] = [];
  #event: string | undefined;

  constructor(ground: Ground, file: ScenarioFile) {
    const start = Date.parse(file.scenario.starts);
    const key = file.file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
    this.#ground = ground;
    this.#file = file;
    this.#outside = new Outside(ground.program, { key, start });
    ground.clock.moveTo(start);
    ground.systems.begin(this);
  }

  /** The first difference, if the step has one. */
  async play(step: ScenarioStep): Promise<string | undefined> {
    const until = step.at ?? step['silence-until'];
    if (until !== undefined) await this.#advance(this.#outside.moment(until));
    if (step.answer !== undefined) this.#ground.systems.preset(step.answer);
    if (step.event !== undefined) await this.#submit(longForm(step.event));
    if (step.act !== undefined) await this.#act(step.act);
    await this.#ground.engine.idle();
    return step.expect === undefined ? undefined : this.#compare(step.expect);
  }

  seal(written: WrittenEvent): OperationalEvent {
    const { system, event } = this.#outside.say(written, this.#ground.clock.now());
    return this.#ground.seal.event(system, event);
  }

  receipt(
    system: string,
    { kind, key }: { readonly kind: string; readonly key: string },
  ): OperationalEvent {
    const written = { type: `${system}.message.${kind}`, id: `receipt-${key}` };
    const { event } = this.#outside.say(written, this.#ground.clock.now());
    return this.#ground.seal.event(system, { ...event, answers: key });
  }

  data(name: string, written: WrittenAct['data'] & object): Facts {
    const [system = '', command = ''] = name.split('.');
    const returns = this.#ground.program.systems[system]?.commands[command]?.returns;
    if (returns === undefined) throw new ScenarioFault(`the program has no command "${name}"`);
    const data = this.#outside.data(returns, written);
    return this.#ground.seal.returns({ system, command }, data);
  }

  async #advance(target: number): Promise<void> {
    if (target < this.#ground.clock.now()) throw new ScenarioFault('time would go back here');
    await passTime(this.#ground, target);
  }

  async #submit(written: WrittenEvent): Promise<void> {
    const event = this.seal(written);
    const [result] = await this.#ground.engine.events([event]);
    this.#event = result?.status;
    for (const journey of result?.journeys ?? []) {
      if (!this.#journeys.includes(journey)) this.#journeys.push(journey);
    }
  }

  async #act({ task, owner, action, actor, data }: WrittenAct): Promise<void> {
    const view = await this.#journey();
    const open = view.state.obligations;
    const obligation = open.find((each) => each.name === task);
    if (obligation === undefined) {
      const names = open.map((each) => each.name).join(', ') || 'nothing';
      throw new ScenarioFault(`there is no "${task}" to act on; open: ${names}`);
    }
    if (owner !== undefined && owner !== obligation.owner) {
      throw new ScenarioFault(`${task} is owned by ${obligation.owner}, not ${owner}`);
    }
    const step = view.program.journeys[view.state.journey]?.steps[obligation.step];
    const actions = step?.kind === 'task' || step?.kind === 'park' ? step.actions : {};
    await this.#ground.engine.act({
      obligation: obligationId({
        journey: view.id,
        opened: obligation.opened,
        slot: obligation.slot,
      }),
      action,
      actor: actor ?? personOf(view.program, obligation.owner),
      data: this.#outside.data(actions[action]?.with ?? {}, data ?? {}),
    });
  }

  async #compare(expected: NonNullable<ScenarioStep['expect']>): Promise<string | undefined> {
    const journey = await this.#journey();
    const now = this.#ground.clock.now();
    const { sentence, messages } = explain(journey.program, journey.state, now);
    const asked = this.#ground.systems.takeAsked();
    const seen = { journey, sentence, messages, asked, event: this.#event };
    return difference(seen, expected, this.#outside);
  }

  /** The journey looked at: the one named, or the first that began. */
  async #journey(): Promise<JourneyView> {
    const wanted = this.#file.scenario.journey;
    for (const id of this.#journeys) {
      const number = parseJourneyId(id);
      const view = number === undefined ? undefined : await this.#ground.reads.journey(number);
      if (view !== undefined && (wanted === undefined || view.state.journey === wanted))
        return view;
    }
    throw new ScenarioFault(`no ${wanted ?? ''} journey has begun`.replace('  ', ' '));
  }
}

function personOf(program: Program, owner: string): string {
  const person = program.teams[owner]?.people[0];
  if (person === undefined) throw new ScenarioFault(`nobody is in ${owner}`);
  return person;
}
