/**
 * The moment of sending: a message is derived again from where its journey stands, and weighed
 * against all else that its person is to hear. What became of it is kept.
 */
import {
  arbitrate,
  closedFacts,
  declared,
  hoursOf,
  isAnswerMatter,
  isWhole,
  recipientArgs,
  wantedStill,
  wordsOf,
  zoneOf,
} from '../core/index.ts';
import type {
  Facts,
  Fate,
  OnwardCode,
  OperationalEvent,
  Program,
  Rule,
  Wish,
} from '../core/index.ts';
import { cellOf, messageName, orderKey } from '../store/index.ts';
import type { MessageRow, OutboxRow, PersonRow, Store } from '../store/index.ts';
import { BatchQueue } from './batch-queue.ts';
import { plannedOf, recipientOf } from './forecast.ts';
import type { Sent } from './types.ts';
import type { Answer } from './work.ts';
import { onceKey } from './work.ts';

/** A row that asks for a message. */
export type MessageOrder = OutboxRow & {
  readonly effect: Extract<OutboxRow['effect'], { readonly kind: 'message' }>;
};

/** To be sent as it is said now; or what becomes of it instead. */
export type Heard = { readonly kind: 'heard'; readonly row: MessageOrder } | Sent;

export interface Asking {
  readonly row: MessageOrder;
  readonly program: Program;
  readonly answer: Answer<Heard>;
}

const mostTogether = 500;
/** Caps look a week back; a day more, since days are those of the recipient. */
const lookBackMs = 8 * 86_400_000;

const deferred: Readonly<Record<Rule, OnwardCode>> = {
  hours: 'ONW-MESSAGE-HOURS',
  'cap-day': 'ONW-MESSAGE-CAP',
  'cap-week': 'ONW-MESSAGE-CAP',
  consent: 'ONW-CONSENT-REVOKED',
  'no-consent': 'ONW-CONSENT-MISSING',
};
const withheld: Readonly<Record<Rule, OnwardCode>> = { ...deferred, hours: 'ONW-MESSAGE-LATE' };

export class AttentionDesk {
  private readonly store: Store;
  private readonly now: () => number;
  private readonly queues = new Map<number, BatchQueue<Asking>>();

  constructor(store: Store, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /** @throws RetryError when the database does not answer: nothing was decided. */
  hear(row: MessageOrder, program: Program): Promise<Heard> {
    const cell = cellOf(row.journey);
    let queue = this.queues.get(cell);
    if (queue === undefined) {
      queue = new BatchQueue(mostTogether, (asked) => this.weighAll(cell, asked));
      this.queues.set(cell, queue);
    }
    const { promise, resolve, reject } = Promise.withResolvers<Heard>();
    queue.add({ row, program, answer: { resolve, reject } });
    return promise;
  }

  private async weighAll(cell: number, queued: readonly Asking[]): Promise<void> {
    const now = this.now();
    let asked = queued;
    try {
      asked = await this.ofToday(cell, queued);
    } catch (error) {
      for (const { answer } of queued) answer.reject(error);
      return;
    }
    const bySubject = Map.groupBy(asked, ({ row }) => row.subject);
    const heard = new Map<Asking, Heard>();
    const wanted = {
      subjects: [...bySubject.keys()],
      journeys: asked.map(({ row }) => row.journey),
      since: now - lookBackMs,
    };
    try {
      await this.store.attend(cell, wanted, async (people) => {
        heard.clear();
        const rows = await Promise.all(
          people.map(async (person) => {
            const planned = await this.planned(cell, person);
            const askings = bySubject.get(person.subject) ?? [];
            return weigh({ person, planned, askings, now }, heard);
          }),
        );
        return rows.flat();
      });
    } catch (error) {
      for (const { answer } of asked) answer.reject(error);
      return;
    }
    for (const asking of asked) {
      const { row, answer } = asking;
      answer.resolve(heard.get(asking) ?? { kind: 'heard', row });
    }
  }

  /** Whoever a journey was of when it asked may have been merged into another since. */
  private async ofToday(cell: number, asked: readonly Asking[]): Promise<readonly Asking[]> {
    const journeys = asked.map(({ row }) => row.journey);
    const subjects = await this.store.subjectsOf(cell, journeys);
    return asked.map((asking) => {
      const subject = subjects.get(asking.row.journey) ?? asking.row.subject;
      const isSame = subject === asking.row.subject;
      return isSame ? asking : { ...asking, row: { ...asking.row, subject } };
    });
  }

  /** What all open journeys of the person have planned. */
  private async planned(cell: number, person: PersonRow): Promise<readonly Wish[]> {
    const each = await Promise.all(
      person.journeys.map(async ({ id, program: version, state }) => {
        if (state.status !== 'open') return [];
        const program = await this.store.program(cell, version);
        if (!isWhole(program, state)) return [];
        return plannedOf({ id, program, state });
      }),
    );
    return each.flat();
  }
}

interface Weighing {
  readonly person: PersonRow;
  readonly planned: readonly Wish[];
  readonly askings: readonly Asking[];
  readonly now: number;
}

/** Decides on all that is asked for one person; fills in what each caller is told. */
export function weigh(weighing: Weighing, heard: Map<Asking, Heard>): readonly MessageRow[] {
  const { person, planned, askings, now } = weighing;
  const asked = askings.map((asking) => ({ asking, ...wishOf(asking, person, now) }));
  const wishes = asked.flatMap(({ wish }) => wish ?? []);
  const program = asked[0]?.asking.program;
  if (program === undefined) return [];
  const states = person.journeys.map(({ state }) => state);
  const facts = recipientOf(program, states);
  const own = new Set(wishes.map(({ key }) => key));
  const sent = person.sent
    .filter((row) => !own.has(messageName(row)))
    .map((row) => ({ ...row, key: messageName(row), isAnswer: isAnswerMatter(row.matter) }));
  const fates = arbitrate([...wishes, ...planned], {
    now,
    policy: program.messages,
    hours: hoursOf(program, facts),
    zone: zoneOf(program, facts),
    consents: person.consents,
    sent,
  });
  const taken = new Map(sent.map((each) => [each.key, each]));
  return asked.map(({ asking, row, wish }) => {
    const fate = settled(wish && fates.get(wish.key), { taken, now });
    heard.set(asking, hearing(fate, { row, taken, now }));
    return ledgerRow(row, { wish, fate, now });
  });
}

/** A message that says the same is waited for until its system has taken it, or has not. */
const soonMs = 60_000;

function settled(
  fate: Fate | undefined,
  { taken, now }: { readonly taken: Taken; readonly now: number },
): Fate | undefined {
  if (fate?.kind !== 'merge' || taken.get(fate.into)?.fate === 'sent') return fate;
  return { ...fate, at: fate.at > now ? fate.at : now + soonMs };
}

/** What was sent, or is leaving, by its name. */
type Taken = ReadonlyMap<string, MessageRow>;

/** The message as it is said now; without a wish where the journey has left it behind. */
function wishOf(
  { row, program }: Asking,
  { journeys }: PersonRow,
  now: number,
): { readonly row: MessageOrder; readonly wish: Wish | undefined } {
  const name = messageName({ ...row, index: row.effect.index });
  const standing = journeys.find(({ id }) => id === row.journey)?.state;
  // What a damaged state still asks for nobody can say; what was asked for is sent.
  const state = standing && isWhole(program, standing) ? standing : undefined;
  const key = `${row.seq}.${row.effect.index}`;
  const known = state && wantedStill(program, state, { key, effect: row.effect, now });
  if (state !== undefined && known === undefined) return { row, wish: undefined };
  const wanted = known ?? { matter: key, until: Number.POSITIVE_INFINITY };
  const fresh =
    state === undefined ? row : { ...row, effect: restated(row.effect, program, state.facts) };
  const { template, channel } = fresh.effect;
  const purpose = program.templates[template]?.purpose ?? '';
  const matter = `${row.journey.toString(32)}/${wanted.matter}`;
  const words = onceKey('words', wordsOf(fresh.effect));
  const wish = { ...wanted, key: name, matter, template, purpose, channel, words, at: now };
  return { row: fresh, wish };
}

/**
 * What a text states is stated as the journey knows it now; what it knows no more is left out, so
 * that a text that needs it is not sent.
 */
function restated(
  effect: MessageOrder['effect'],
  program: Program,
  facts: Facts,
): MessageOrder['effect'] {
  if (effect.args === undefined) return effect;
  const { zone, language } = program.messages?.recipient ?? {};
  const named: Readonly<Record<string, string | undefined>> = {
    [recipientArgs.zone]: zone,
    [recipientArgs.language]: language,
  };
  const args = Object.keys(effect.args).flatMap((name) => {
    const value = facts[named[name] ?? name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...effect, args: Object.fromEntries(args) };
}

/** What the dispatcher is told. */
function hearing(
  fate: Fate | undefined,
  at: { readonly row: MessageOrder; readonly taken: Taken; readonly now: number },
): Heard {
  const { row, now } = at;
  switch (fate?.kind) {
    case undefined:
      return { kind: 'rejected', data: {}, code: 'ONW-MESSAGE-STALE' };
    case 'send':
      return { kind: 'heard', row };
    case 'defer':
      return { kind: 'retry', code: deferred[fate.rule], afterMs: fate.until - now };
    case 'withhold':
      return { kind: 'rejected', data: {}, code: withheld[fate.rule] };
    case 'merge': {
      if (fate.at > now) return { kind: 'retry', code: 'ONW-MESSAGE-CAP', afterMs: fate.at - now };
      const observed = receiptOf(fate.into, at);
      return { kind: 'done', data: {}, ...(observed === undefined ? {} : { observed }) };
    }
  }
}

/** What is known already of the message that says the same. */
function receiptOf(
  into: string,
  { row, taken, now }: { readonly row: MessageOrder; readonly taken: Taken; readonly now: number },
): readonly OperationalEvent[] | undefined {
  const known = taken.get(into)?.known;
  if (known === undefined) return undefined;
  const answers = orderKey(row);
  const { system } = row.effect;
  return [
    {
      type: declared(`${system}.message.${known}`),
      source: declared(system),
      id: declared(`merged-${answers}`),
      occurredAt: now,
      refs: [],
      data: closedFacts({}),
      digest: declared(onceKey('merged', answers)),
      answers,
    },
  ];
}

const fateNames = {
  send: 'leaving',
  defer: 'deferred',
  merge: 'merged',
  withhold: 'withheld',
} as const;

function ledgerRow(
  row: MessageOrder,
  {
    wish,
    fate,
    now,
  }: { readonly wish: Wish | undefined; readonly fate: Fate | undefined; readonly now: number },
): MessageRow {
  const { journey, seq, subject, effect } = row;
  const { index, system, template, channel } = effect;
  const words = onceKey('words', wordsOf(effect));
  const asked = { askedAt: now, at: now };
  const of = { journey, seq, index, subject, system, template, channel, words, ...asked };
  if (wish === undefined || fate === undefined) {
    return { ...of, purpose: '', matter: `${seq}.${index}`, fate: 'superseded' };
  }
  const { purpose, matter, until } = wish;
  const isLater = fate.kind === 'merge' && fate.at > now;
  const other = fate.kind === 'merge' ? fate.into : 'by' in fate ? fate.by : undefined;
  return {
    ...of,
    purpose,
    matter,
    ...(Number.isFinite(until) ? { expires: until } : {}),
    fate: isLater ? 'deferred' : fateNames[fate.kind],
    ...('rule' in fate ? { rule: fate.rule } : {}),
    ...(other === undefined ? {} : { other }),
    ...(fate.kind === 'defer' ? { until: fate.until } : {}),
    ...(isLater ? { until: fate.at } : {}),
  };
}
