/** An engine and reads that only remember what they were asked, for the edges of the protocol. */
import { closedFacts, declared, RejectError } from '../core/index.ts';
import type { OperationalEvent, State } from '../core/index.ts';
import { after, moveTo, program, start } from '../core/explain/program.fixture.ts';
import type {
  ActRequest,
  Committed,
  ControlRequest,
  ConsentRequest,
  Engine,
  EventResult,
} from '../runtime/index.ts';
import { programHash } from '../store/index.ts';
import type { JourneyView, Reads, StoredProof } from '../store/index.ts';
import { createApi } from './index.ts';
import type { Api, ApiDeps, Intake, LogEntry, Taken } from './index.ts';

export interface Asked {
  readonly events: (readonly OperationalEvent[])[];
  readonly acts: ActRequest[];
  readonly controls: ControlRequest[];
  readonly consents: ConsentRequest[];
  readonly pages: unknown[];
  readonly deliveries: { readonly name: string; readonly text: string }[];
}

export interface Fake {
  readonly api: Api;
  readonly asked: Asked;
  readonly log: LogEntry[];
  readonly clock: { at: number };
  readonly commit: (journeys: readonly string[]) => void;
  /** Calls the API as a browser on this machine would. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  readonly post: (
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<Response>;
}

/** Journeys 33 (a payment awaited), 65 (a task that needs data), 97 (ended). */
export const states: ReadonlyMap<number, State> = new Map([
  [33, after()],
  [65, after([1, moveTo('payment-recovery')])],
  [97, after([1, moveTo('completed')])],
]);

export function viewOf(id: number): JourneyView | undefined {
  const state = states.get(id);
  const endedAt = state?.status === 'ended' ? { endedAt: start } : {};
  return state && { id, program, programHash: 'a'.repeat(64), state, openedAt: start, ...endedAt };
}

export function fake(
  change: Partial<ApiDeps> & { readonly result?: (id: string) => EventResult } = {},
): Fake {
  const asked: Asked = {
    events: [],
    acts: [],
    controls: [],
    consents: [],
    pages: [],
    deliveries: [],
  };
  const log: LogEntry[] = [];
  const clock = { at: start };
  const listeners = new Set<(committed: Committed) => void>();
  const { result = accepted, ...deps } = change;
  const api = createApi({
    engine: fakeEngine(asked, { listeners, result }),
    reads: fakeReads(asked),
    clock: { now: () => clock.at },
    intake: fakeIntake(asked),
    delivers: () => true,
    ready: async () => true,
    log: (entry) => log.push(entry),
    ...deps,
  });
  const call = (path: string, init?: RequestInit): Promise<Response> => {
    return api.fetch(new Request(`http://localhost${path}`, init));
  };
  return {
    api,
    asked,
    log,
    clock,
    commit: (journeys) => listeners.forEach((listener) => listener({ journeys, at: start })),
    call,
    post: (path, body, headers = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return call(path, {
        method: 'POST',
        body: text,
        headers: { 'content-type': 'application/json', ...headers },
      });
    },
  };
}

function accepted(id: string): EventResult {
  return { id, status: 'accepted', journeys: ['jrn_11'] };
}

function fakeIntake(asked: Asked): Intake {
  const take = (name: string, body: Uint8Array): readonly Taken[] => {
    const text = Buffer.from(body).toString();
    asked.deliveries.push({ name, text });
    return [answerOf(text)];
  };
  return {
    receive: async (system, { body }) => take(`system ${system}`, body),
    receiveLine: async (connector, { body }) => take(`connector ${connector}`, body),
    receiveEvents: async (items) => items.map(gateAnswer),
  };
}

/** A delivery whose text is a refusal's code is refused with it. */
function answerOf(text: string): Taken {
  if (!text.startsWith('ONW-')) return { kind: 'event', event: operational(text) };
  return {
    kind: 'refused',
    code: text as `ONW-${string}`,
    message: declared('Refused.'),
    id: 'evt_1',
  };
}

function gateAnswer(item: unknown): Taken {
  const { id, type } = (item ?? {}) as { readonly id?: unknown; readonly type?: unknown };
  if (typeof id === 'string' && typeof type === 'string')
    return { kind: 'event', event: operational(id) };
  return {
    kind: 'refused',
    code: 'ONW-EVENT-SHAPE',
    message: declared('The event lacks a member.'),
  };
}

function operational(id: string): OperationalEvent {
  return {
    type: declared('billing.payment.succeeded'),
    source: declared('billing'),
    id: declared(id),
    occurredAt: start,
    refs: [],
    data: closedFacts({}),
    digest: declared('0'.repeat(32)),
  };
}

function fakeEngine(
  asked: Asked,
  {
    listeners,
    result,
  }: {
    readonly listeners: Set<(committed: Committed) => void>;
    readonly result: (id: string) => EventResult;
  },
): Engine {
  return {
    program,
    async events(events) {
      asked.events.push(events);
      return events.map(({ id }) => result(id));
    },
    async act(request) {
      asked.acts.push(request);
      if (request.actor === 'nobody')
        throw new RejectError('ONW-ACTOR-UNKNOWN', 'The actor is no person.');
      return { journey: 'jrn_21' };
    },
    async control(request) {
      asked.controls.push(request);
      return { journey: request.journey };
    },
    async consent(request) {
      asked.consents.push(request);
      return { journey: request.journey };
    },
    deploy: async () => undefined,
    reconciling: {
      run: async () => ({ asked: 0, agreed: 0, unanswered: 0, differences: [], closed: 0 }),
      start: async () => 1,
      afterOutage: async () => undefined,
      decide: async () => {
        throw new RejectError('ONW-DRIFT-ABSENT', 'There is no such drift.');
      },
      drift: async () => undefined,
      drifts: async () => [],
      looks: async () => [],
    },
    heedHolds: () => Promise.resolve(),
    still: () => [],
    idle: async () => undefined,
    nextDue: async () => undefined,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    counters: () => ({ eventsAccepted: 3, commits: 2 }),
    stop: async () => undefined,
  };
}

/** C1 proved with a bound, C5 refuted and let pass. */
export const proof: StoredProof = {
  verdict: 'refuted',
  checkedAt: start,
  journeys: [
    {
      journey: 'first-visit',
      verdict: 'refuted',
      configurations: 812,
      properties: [
        { id: 'C2', verdict: 'proved', bound: 'director within 2d', boundMs: 172_800_000 },
        { id: 'C5', verdict: 'refuted' },
      ],
    },
  ],
  accepted: [{ property: 'C5', reason: 'the trial ends in May' }],
};

function fakeReads(asked: Asked): Reads {
  return {
    async journeys(filter, page) {
      asked.pages.push({ filter, page });
      const rows = [...states.keys()].flatMap((id) => viewOf(id) ?? []);
      return rows.filter(({ id }) => id > page.after).slice(0, page.limit);
    },
    journey: async (id) => viewOf(id),
    messages: async () => [],
    consents: async () => [],
    people: async () => [],
    async journal(_id, page) {
      const entries = [
        { kind: 'opened', obligation: 'await', name: 'x', owner: 'y', due: start },
        { kind: 'fact', name: 'promise', value: start },
      ] as const;
      const body = { input: { kind: 'deadline' }, entries } as const;
      const rest = {
        at: start,
        occurredAt: start,
        type: 'deadline',
        source: '',
        eventId: '',
        step: 'payment',
      };
      const rows = [1, 2, 3].map((seq) => ({
        seq,
        ...rest,
        body,
        text: '{}',
        hash: 'b'.repeat(64),
      }));
      return rows.filter(({ seq }) => seq > page.after).slice(0, page.limit);
    },
    async obligations(filter, page) {
      asked.pages.push({ filter, page });
      const state = states.get(33);
      const [obligation] = state?.obligations ?? [];
      if (state === undefined || obligation === undefined) return [];
      return [obligation, { ...obligation, slot: 64 }].map((each) => {
        return { journey: 33, program, state, obligation: each };
      });
    },
    async unmatched() {
      const times = { occurredAt: start, receivedAt: start, due: start };
      const event = { source: 'billing', eventId: 'evt_9', type: 'billing.payment.succeeded' };
      return [{ id: 40, ...event, ...times, reason: 'ONW-NO-JOURNEY', owner: 'billing-desk' }];
    },
    proof: async (hash) => {
      asked.pages.push({ hash });
      return hash === programHash(program) ? proof : undefined;
    },
    totals: async () => ({ open: 2, ended: 1, overdue: 0, unmatched: 1, outbox: 0 }),
    reveals: () => Promise.resolve([]),
    ping: async () => undefined,
  };
}
