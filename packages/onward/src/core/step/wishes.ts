/** What a journey wants said to its person: what it has asked for, and what it has planned. */
import type { Facts, Program } from '../language/model.ts';
import { recipientArgs } from '../messages/index.ts';
import type { Intent, Wish } from '../messages/index.ts';
import { planOf } from './reminders.ts';
import type { Effect, State } from './types.ts';

/** A message at the moment of sending. */
export interface Asked {
  /** Key (`version.index`) of its effect. */
  readonly key: string;
  readonly effect: Extract<Effect, { readonly kind: 'message' }>;
  readonly now: number;
}

/** What is asked for, as a wish without the names that the runtime gives it. */
export type Wanted = Pick<Wish, 'matter' | 'until' | 'isAnswer'>;

/**
 * Whether a message that was asked for is to be sent still: the step that asked is there and waits
 * for it, or the plan has it as it was. Undefined: the journey has left it behind.
 */
export function wantedStill(
  program: Program,
  state: State,
  { key, effect, now }: Asked,
): Wanted | undefined {
  const { obligations, parked, messages } = state;
  if (isAnswer(program, effect))
    return { matter: `answer/${key}`, until: Infinity, isAnswer: true };
  // What was said at the very end is said, though nothing is planned any more.
  if (state.status === 'ended') {
    const isLast = effect.passing && key.startsWith(`${state.version}.`);
    return isLast ? { matter: `end/${key}`, until: Infinity } : undefined;
  }
  const waiting = [...obligations, ...(parked?.resting ?? [])];
  const owed = waiting.find(({ command }) => command === key);
  if (owed !== undefined) {
    const { slot, opened, due } = owed;
    return { matter: `owed/${slot}.${opened}`, until: due };
  }
  const settled = messages?.settled.find(({ sent }) => sent?.asked === key);
  const intent = settled && planOf(program, state).find((each) => each.key === settled.key);
  if (intent === undefined || now > intent.until) return undefined;
  return { matter: intent.key, until: intent.until };
}

/** An answer to a word on consent: it is said whatever the word was. */
function isAnswer({ messages }: Program, { passing, template, step }: Asked['effect']): boolean {
  const { stop, start } = messages?.answers ?? {};
  return passing && step === '' && (stop?.template === template || start?.template === template);
}

/** Whether a message was such an answer, by what it was about. */
export function isAnswerMatter(matter: string): boolean {
  return /\/answer\/\d+\.\d+$/u.test(matter);
}

/** What is planned and not yet asked for, so that it holds its place. */
export function plannedWishes(program: Program, state: State): readonly Omit<Wish, 'words'>[] {
  const settled = new Set(state.messages?.settled.map(({ key }) => key));
  const planned = planOf(program, state).filter(({ key }) => !settled.has(key));
  return planned.flatMap((intent: Intent) => {
    const [candidate] = intent.candidates;
    if (candidate === undefined) return [];
    const { template, at, until, key } = intent;
    const channel = candidate.reminder.channels[0] ?? 'any';
    const purpose = program.templates[template]?.purpose ?? '';
    return [{ key, matter: key, template, purpose, channel, at, until }];
  });
}

/** All that a text says to its person, whichever journey says it. */
export function wordsOf({
  template,
  channel,
  args = {},
}: Pick<Asked['effect'], 'template' | 'channel' | 'args'>): string {
  const { [recipientArgs.zone]: _zone, [recipientArgs.language]: _language, ...said } = args;
  const facts: Facts = said;
  const sorted = Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([template, channel, sorted]);
}
