/** What-if for messages: what will be sent, and what another policy would have sent. */
import {
  arbitrate,
  hoursOf,
  isAnswerMatter,
  plannedWishes,
  replayWishes,
  zoneOf,
} from '../core/index.ts';
import type { Attention, Facts, Fate, Program, Replayed, Wish } from '../core/index.ts';
import { messageName } from '../store/index.ts';
import type { MessageRow, PersonView } from '../store/index.ts';

/** A message that is to come. */
export interface Forecast {
  /** Number of its journey. */
  readonly journey: number;
  readonly template: string;
  readonly purpose: string;
  readonly channel: string;
  /** When it is planned for. */
  readonly planned: number;
  readonly fate: Fate;
}

/** What one person is to hear, as it stands, by the time `now`. */
export function forecast(person: PersonView, now: number): readonly Forecast[] {
  const { journeys, messages } = person;
  const program = journeys.at(-1)?.program;
  if (program === undefined) return [];
  const wishes = journeys.flatMap(({ id, program: of, state }) => [
    ...plannedOf({ id, program: of, state }).map((wish) => ({ id, wish })),
    ...messages
      .filter(({ journey, fate }) => journey === id && fate === 'deferred')
      .map((row) => ({ id, wish: { ...wishOf(row), at: row.until ?? row.at } })),
  ]);
  const sent = messages.filter(({ fate }) => fate === 'sent' || fate === 'leaving').map(wishOf);
  const view = attentionOf(program, person);
  const fates = arbitrate(
    wishes.map(({ wish }) => wish),
    { ...view, now, sent },
  );
  const told = wishes.flatMap(({ id, wish }): readonly Forecast[] => {
    const fate = fates.get(wish.key);
    const { template, purpose, channel, at: planned } = wish;
    return fate === undefined ? [] : [{ journey: id, template, purpose, channel, planned, fate }];
  });
  return told.toSorted((a, b) => a.planned - b.planned);
}

/** What an open journey has planned, by names that are unique among its person's. */
export function plannedOf({ id, program, state }: PersonView['journeys'][number]): readonly Wish[] {
  return plannedWishes(program, state).map((wish) => {
    const key = `${id.toString(32)}/${wish.key}`;
    return { ...wish, key, matter: key, words: key };
  });
}

/** What another policy would have made of what one person was asked to be told. */
export function backtest(person: PersonView, program: Program): readonly Replayed[] {
  const wishes = person.messages.map((row) => ({ ...wishOf(row), at: row.askedAt }));
  return replayWishes(wishes, attentionOf(program, person));
}

function wishOf(row: MessageRow): Wish {
  const { matter, template, purpose, channel, words, at, expires: until = Infinity } = row;
  const isAnswer = isAnswerMatter(matter);
  return { key: messageName(row), matter, template, purpose, channel, words, at, until, isAnswer };
}

/** The person as a policy looks at them. */
function attentionOf(
  program: Program,
  { journeys, consents }: Pick<PersonView, 'journeys' | 'consents'>,
): Omit<Attention, 'now' | 'sent'> {
  const facts = recipientOf(
    program,
    journeys.map(({ state }) => state),
  );
  return {
    policy: program.messages,
    hours: hoursOf(program, facts),
    zone: zoneOf(program, facts),
    consents,
  };
}

/** What any of their journeys knows of where the person is; the first that does, counts. */
export function recipientOf(
  { messages }: Pick<Program, 'messages'>,
  states: readonly { readonly facts: Facts }[],
): Facts {
  const names: readonly string[] = Object.values(messages?.recipient ?? {});
  const known = states.flatMap(({ facts }) =>
    names.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]] as const])),
  );
  return Object.fromEntries(known.toReversed());
}
