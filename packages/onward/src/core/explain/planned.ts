/** The messages of a journey in words: what will be said, what was said, and what was not. */
import { systemOver, tellingOf } from '../messages/index.ts';
import type { Intent, Settled, Withheld } from '../messages/index.ts';
import { planOf } from '../step/reminders.ts';
import type { Telling } from '../language/model.ts';
import type { View } from './targets.ts';
import type { ExplainedMessage } from './types.ts';
import { sayTime } from './wording.ts';

/** What is planned, and what became of what was, in the order of their times. */
export function explainMessages(view: View, zone: string): readonly ExplainedMessage[] {
  const { program, state } = view;
  const settled = state.messages?.settled ?? [];
  const plan = planOf(program, state);
  const planned = plan.flatMap((intent): readonly ExplainedMessage[] => {
    const [candidate] = intent.candidates;
    const fate = settled.find(({ key }) => key === intent.key);
    return candidate === undefined
      ? []
      : [told({ view, zone, about: intent, reminder: candidate.reminder, fate })];
  });
  // The step was left; what was said about a time that stands is known to the person still.
  const before = settled.flatMap((fate): readonly ExplainedMessage[] => {
    const reminder = tellingOf(view.journey, state.messages, fate);
    if (reminder === undefined || plan.some(({ key }) => key === fate.key)) return [];
    return [told({ view, zone, about: fate, reminder, fate })];
  });
  return [...before, ...planned].toSorted((a, b) => a.at - b.at);
}

interface Told {
  readonly view: View;
  readonly zone: string;
  readonly about: Pick<Intent, 'at' | 'about' | 'fact'>;
  readonly reminder: Telling;
  readonly fate: Settled | undefined;
}

function told({ view, zone, about: of, reminder, fate }: Told): ExplainedMessage {
  const { template, channels } = reminder;
  const { at, about, fact } = of;
  const index = fate?.sent?.channel ?? 0;
  const channel = channels[index] ?? 'any';
  const via = systemOver(reminder, index);
  const message = {
    template,
    via,
    channel,
    fact: fact ?? null,
    about,
    at,
    fate: fate?.fate ?? 'planned',
    ...(fate?.reason === undefined ? {} : { why: reasons[fate.reason] }),
    ...(fate?.sent?.known === undefined ? {} : { known: fate.sent.known }),
    ...(fate?.sent === undefined ? {} : { asked: fate.sent.asked }),
  } as const;
  return { ...message, sentence: sentenceOf(message, (time) => sayTime(time, { ...view, zone })) };
}

function sentenceOf(
  message: Omit<ExplainedMessage, 'sentence'>,
  say: (at: number) => string,
): string {
  const { template, fact, about, at, channel, fate, why, known } = message;
  const subject = fact === null ? template : `${template} about ${fact} (${say(about)})`;
  switch (fate) {
    case 'planned':
      return `${subject} will be sent over ${channel} on ${say(at)}.`;
    case 'sent':
      return `${subject} was sent over ${channel}${known ? `, and is ${known}` : ''}.`;
    default:
      return `${subject} was not sent: ${why ?? 'it is planned no more'}.`;
  }
}

const reasons: Readonly<Record<Withheld, string>> = {
  'too-late': 'its time had passed when it was first planned',
  'of-no-use': 'it could not be sent while it was of use',
  guard: 'its guard did not hold when its time came',
  superseded: 'a later one with the same words was due as well',
};
