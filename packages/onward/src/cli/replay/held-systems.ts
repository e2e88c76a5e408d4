/** The outside systems of a story: each answer comes when the story says so, and not earlier. */
import { parseCommandKey } from '../../core/index.ts';
import type { OperationalEvent } from '../../core/index.ts';
import { sayingSo } from '../../runtime/index.ts';
import type { Order, Outlet, Sent } from '../../runtime/index.ts';

type Answer = Extract<Sent, { readonly data: unknown }>;

export class HeldSystems implements Outlet {
  /** What is on its way, by the engine's own key of it. */
  readonly #held = new Map<string, (answer: Sent) => void>();
  /** Of what is read back: what it would say. */
  readonly #said = new Map<string, OperationalEvent>();

  idempotent(): boolean {
    return true;
  }

  async send(order: Order): Promise<Sent> {
    const { key, effect } = order;
    // Stories tell of what a step waits for; what is asked in passing is done and says nothing.
    if (effect.kind === 'command' && effect.passing) return { kind: 'done', data: {} };
    const said = sayingSo(order);
    if (said !== undefined) this.#said.set(key, said);
    return new Promise((resolve) => {
      this.#held.set(key, resolve);
    });
  }

  /** Answers what is on its way; false when nothing of that key is. */
  answer(key: string, answer: Answer): boolean {
    const resolve = this.#held.get(key);
    this.#held.delete(key);
    const said = answer.kind === 'done' ? this.#said.get(key) : undefined;
    resolve?.(said === undefined ? answer : { ...answer, observed: [said] });
    return resolve !== undefined;
  }

  /** The story is over: an engine stops only when nothing is on its way any more. */
  release(): void {
    for (const key of this.#held.keys()) this.answer(key, { kind: 'unknown', data: {} });
  }

  /** `version.index` of what is on its way for a journey. */
  onTheWay(journey: number): readonly string[] {
    return [...this.#held.keys()].flatMap((key) => {
      const parsed = parseCommandKey(key);
      return parsed?.journey === journey ? [parsed.local] : [];
    });
  }
}
