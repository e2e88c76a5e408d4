/** The outside systems of a scenario: they answer as it presets, and remember what was asked. */
import type { Facts, OperationalEvent } from '../../core/index.ts';
import { sayingSo } from '../../runtime/index.ts';
import type { Order, Outlet, Sent } from '../../runtime/index.ts';
import { longForm, type Answer, type WrittenEvent } from './format.ts';

type Receipt = Extract<Answer, 'sent' | 'delivered' | 'read' | 'replied' | 'confirmed' | 'failed'>;
const receipts: readonly unknown[] = ['delivered', 'read', 'replied', 'confirmed', 'failed'];

/** What the scenario that is played now knows. */
export interface Stage {
  /** Turns a written event into one that has passed the gate. */
  seal(written: WrittenEvent): OperationalEvent;
  /** The system's receipt of a message. */
  receipt(
    system: string,
    receipt: { readonly kind: Receipt; readonly key: string },
  ): OperationalEvent;
  data(name: string, written: Extract<Answer, { readonly done: unknown }>['done']): Facts;
}

export class SimulatedSystems implements Outlet {
  #stage: Stage | undefined;
  #answers = new Map<string, Answer>();
  #asked: string[] = [];

  /** A new scenario begins: no presets, nothing asked. */
  begin(stage: Stage): void {
    this.#stage = stage;
    this.#answers = new Map();
    this.#asked = [];
  }

  preset(answers: Readonly<Record<string, Answer>>): void {
    for (const [name, answer] of Object.entries(answers)) this.#answers.set(name, answer);
  }

  /** What was asked since the last call. */
  takeAsked(): readonly string[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }

  idempotent(): boolean {
    return true;
  }

  async send(order: Order): Promise<Sent> {
    const { effect } = order;
    const name = nameOf(order);
    if (order.attempt <= 1) this.#asked.push(name);
    const said = this.#answers.has(name) ? undefined : sayingSo(order);
    if (said !== undefined) return { kind: 'done', data: {}, observed: [said] };
    const answer = this.#answers.get(name) ?? ordinary(effect.kind);
    const stage = this.#stage;
    if (stage === undefined || answer === 'silent') {
      return { kind: 'retry', code: 'ONW-SYSTEM-SILENT' };
    }
    if (typeof answer === 'object') {
      if ('done' in answer) return { kind: 'done', data: stage.data(name, answer.done) };
      const found = answer.found.map((event) => stage.seal(longForm(event)));
      return { kind: 'done', data: {}, observed: found };
    }
    if (isReceipt(answer)) {
      const { system } = effect;
      const observed = [stage.receipt(system, { kind: answer, key: order.key })];
      return { kind: 'done', data: {}, observed };
    }
    return { kind: answer === 'nothing' || answer === 'sent' ? 'done' : answer, data: {} };
  }
}

/** `system.command`, `system.template` or `system.look-up`, as scenarios name what is asked. */
function nameOf({ effect }: Pick<Order, 'effect'>): string {
  switch (effect.kind) {
    case 'command':
      return `${effect.system}.${effect.command}`;
    case 'message':
      return `${effect.system}.${effect.template}`;
    case 'look-up':
      return `${effect.system}.${effect.name}`;
  }
}

/**
 * Unless preset, systems do what they are asked and show it when it is read back, messages arrive,
 * and look-ups find nothing.
 */
function ordinary(kind: Order['effect']['kind']): Answer {
  if (kind === 'message') return 'delivered';
  return kind === 'look-up' ? 'nothing' : 'done';
}

type Observed = Exclude<Receipt, 'sent'>;

function isReceipt(answer: Extract<Answer, string>): answer is Observed {
  return receipts.includes(answer);
}
