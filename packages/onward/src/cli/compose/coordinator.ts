/** The coordinator as an edge in another process sees it: asked over HTTP; it never dials in. */
import { declared, RejectError, RetryError, StopError } from '../../core/index.ts';
import type { OnwardCode, OperationalEvent, Program } from '../../core/index.ts';
import type { Standing } from '../../edge/index.ts';
import type { Errand, EventResult, Sent } from '../../runtime/index.ts';
import type { SourceReport } from '../../store/index.ts';
import { inCompany } from './submissions.ts';

export interface Coordinator {
  /** The program that runs now. */
  current(): Promise<{ readonly hash: string; readonly program: Program }>;
  /** A version by its hash; versions are kept once they were read. */
  version(hash: string): Promise<Program>;
  /** @throws RetryError ONW-COORDINATOR-AWAY when it did not answer: nothing may be acknowledged */
  submit(events: readonly OperationalEvent[]): Promise<readonly EventResult[]>;
  /** Waits for orders until there are some, or for half a minute. */
  orders(most: number, signal: AbortSignal): Promise<readonly Errand[]>;
  /** Tells what came of an order; false when nobody waits for it any more. */
  finish(id: string, sent: Sent): Promise<boolean>;
  /** @throws RejectError ONW-OBLIGATION-ABSENT when it is not open */
  about(obligation: string): Promise<{
    readonly journey: string;
    readonly program: string;
    readonly refs: readonly string[];
    readonly brief: readonly string[];
  }>;
  reveal(reveal: {
    readonly obligation: string;
    readonly person: string;
    readonly reason: string;
    readonly what: string;
  }): Promise<void>;
  /** Where whoever the refs name stands; undefined where no journey is about them. */
  standing(refs: readonly string[]): Promise<Standing | undefined>;
  /**
   * Forgets refs that were erased here of whom a journey is about; the refs it still knows.
   *
   * @throws RejectError ONW-JOURNEY-ABSENT
   */
  forget(journey: string, erased: readonly string[]): Promise<readonly string[]>;
  /** Tells what this edge has seen of its systems. */
  report(sources: readonly SourceReport[]): Promise<void>;
}

export interface CoordinatorPlace {
  readonly url: string;
  readonly token: string;
}

const askMs = 30_000;

export function coordinatorAt(place: CoordinatorPlace): Coordinator {
  const ask = asker(place);
  const versions = new Map<string, Program>();
  return {
    async current() {
      const found = await ask<{ hash: string; program: Program }>({ path: 'program' });
      versions.set(found.hash, found.program);
      return found;
    },
    async version(hash) {
      const known = versions.get(hash);
      if (known !== undefined) return known;
      const { program } = await ask<{ program: Program }>({ path: `programs/${hash}` });
      versions.set(hash, program);
      return program;
    },
    submit: inCompany(async (events) => {
      const body = { events };
      const { results } = await ask<{ results: EventResult[] }>({ path: 'events', body });
      return results;
    }),
    async orders(most, signal) {
      const { orders } = await ask<{ orders: Errand[] }>({
        path: 'orders',
        body: { most },
        signal,
      });
      return orders;
    },
    async finish(id, sent) {
      const { taken } = await ask<{ taken: boolean }>({ path: `orders/${id}`, body: sent });
      return taken;
    },
    about: (obligation) => ask({ path: `obligations/${obligation}` }),
    async reveal(body) {
      await ask({ path: 'reveals', body });
    },
    async standing(refs) {
      const body = { refs };
      const found = await ask<{ standing: Standing | null }>({ path: 'standing', body });
      return found.standing ?? undefined;
    },
    async forget(journey, erased) {
      const body = { journey, erased };
      const { refs } = await ask<{ refs: string[] }>({ path: 'subjects/forget', body });
      return refs;
    },
    async report(sources) {
      await ask({ path: 'sources', body: { sources } });
    },
  };
}

interface Question {
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

function asker({ url, token }: CoordinatorPlace) {
  const base = `${url.replace(/\/+$/, '')}/v1/edge/`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async <T>({ path, body, signal }: Question): Promise<T> => {
    const late = AbortSignal.timeout(askMs);
    let response: Response;
    let answer: unknown;
    try {
      response = await fetch(base + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        redirect: 'error',
        signal: signal === undefined ? late : AbortSignal.any([signal, late]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      answer = await response.json();
    } catch (cause) {
      throw away(cause);
    }
    if (response.ok) return answer as T;
    throw refusal(response.status, answer);
  };
}

function away(cause?: unknown): RetryError {
  const message = 'The coordinator gave no answer; it is asked again.';
  return new RetryError('ONW-COORDINATOR-AWAY', message, { cause });
}

/** What a coordinator says of what is asked for, and not of who asks. */
const ours: readonly OnwardCode[] = [
  'ONW-OBLIGATION-ABSENT',
  'ONW-PROGRAM-GONE',
  'ONW-JOURNEY-ABSENT',
];

/** Its own code and sentence; neither holds a value of what was sent. */
function refusal(status: number, answer: unknown): Error {
  const said = (answer as { error?: { code?: OnwardCode; message?: string } } | null)?.error;
  if (status === 401 || status === 403 || status === 404) {
    if (said?.code === undefined || !ours.includes(said.code)) {
      const message =
        'The coordinator does not take this edge; check its address and ONWARD_EDGE_TOKEN.';
      return new StopError('ONW-COORDINATOR-REFUSED', message);
    }
  }
  if (said?.code === undefined || status >= 500) return away();
  return new RejectError(said.code, declared(said.message ?? 'The coordinator refuses it.'));
}
