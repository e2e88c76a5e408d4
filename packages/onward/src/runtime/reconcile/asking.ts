/** Asks a system, no faster than the program says, about one journey or for a page of a list. */
import { commandKey, journeyId } from '../../core/index.ts';
import type { OnwardCode, OperationalEvent } from '../../core/index.ts';
import type { ComparedJourney } from '../../store/index.ts';
import type { Outlet } from '../types.ts';
import type { Look } from './look.ts';
import type { Pace } from './pace.ts';

export interface AskingParts {
  readonly outlet: Outlet;
  /** Real milliseconds, for the pace; over at once where it is called off. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number that no other list has. */
  listKey(): string;
}

export type Answered =
  | {
      readonly kind: 'answered';
      readonly events: readonly OperationalEvent[];
      readonly more: boolean;
    }
  | { readonly kind: 'silent'; readonly code: OnwardCode };

const pageTries = 4;
const pageRestMs = 2_000;

export class Asking {
  private readonly parts: AskingParts;
  private readonly look: Look;
  private readonly key: string;
  private readonly pace: Pace;

  constructor(look: Look, parts: AskingParts, pace: Pace) {
    this.look = look;
    this.parts = parts;
    this.key = parts.listKey();
    this.pace = pace;
  }

  /** What the look-up tells of a journey. */
  async about({ id, subject }: ComparedJourney): Promise<Answered> {
    const key = commandKey(id, '0.0');
    return this.paced(() => this.ask({ key, journey: journeyId(id), subject }));
  }

  /** A page of the list; asked for again where it fails. */
  async page(page: number): Promise<Answered> {
    for (let tries = 1; ; tries++) {
      const nobody = { key: this.key, journey: journeyId(0), subject: 0 };
      const answer = await this.paced(() => this.ask({ ...nobody, page }));
      const isOver = tries === pageTries || this.look.request.signal?.aborted === true;
      if (answer.kind === 'answered' || isOver) return answer;
      await this.parts.pause(pageRestMs * tries, this.look.request.signal);
    }
  }

  /** Each question takes its share of the minute before another may take its place. */
  private async paced(ask: () => Promise<Answered>): Promise<Answered> {
    const answer = await this.pace.ask(this.look.request.signal, ask);
    return answer ?? { kind: 'silent', code: 'ONW-STOPPING' };
  }

  private async ask(about: {
    readonly key: string;
    readonly journey: string;
    readonly subject: number;
    readonly page?: number;
  }): Promise<Answered> {
    const { program, system, lookUp: name } = this.look;
    const { page, ...order } = about;
    const place = page === undefined ? {} : { page };
    const effect = { kind: 'look-up', index: 0, system, name, step: '', ...place } as const;
    try {
      const sent = await this.parts.outlet.send({
        ...order,
        program,
        effect,
        attempt: 1,
        uncertain: false,
      });
      if (sent.kind !== 'done') return { kind: 'silent', code: sent.code ?? 'ONW-OUT-STATUS' };
      return { kind: 'answered', events: sent.observed ?? [], more: sent.more ?? false };
    } catch {
      return { kind: 'silent', code: 'ONW-SEND-FAULT' };
    }
  }
}
