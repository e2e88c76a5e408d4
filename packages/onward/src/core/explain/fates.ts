/** What became of messages when they were to be sent, in words beside what is planned. */
import type { Rule } from '../messages/index.ts';
import type { ExplainedMessage, MessageFate } from './types.ts';
import { sayTime } from './wording.ts';

/** The messages of an explanation with what has become of them since they were asked for. */
export function explainFates(
  messages: readonly ExplainedMessage[],
  fates: readonly MessageFate[],
  clock: { readonly zone: string; readonly now: number },
): readonly ExplainedMessage[] {
  const byKey = new Map(fates.map((fate) => [fate.asked, fate]));
  const own = messages.map((message) => {
    const fate = message.asked === undefined ? undefined : byKey.get(message.asked);
    if (fate === undefined) return message;
    byKey.delete(fate.asked);
    const { fact, about, template } = message;
    const subject =
      fact === null ? template : `${template} about ${fact} (${sayTime(about, clock)})`;
    return { ...message, ...became(fate, subject, clock) };
  });
  const others = [...byKey.values()].map((fate): ExplainedMessage => {
    const { asked, system: via, template, channel, at } = fate;
    return {
      asked,
      template,
      via,
      channel,
      fact: null,
      about: at,
      at,
      ...became(fate, template, clock),
    };
  });
  return [...own, ...others].toSorted((a, b) => a.at - b.at);
}

function became(
  { channel, fate, rule, until, known, at }: MessageFate,
  subject: string,
  clock: { readonly zone: string; readonly now: number },
): Pick<ExplainedMessage, 'fate' | 'why' | 'known' | 'sentence'> {
  const why = rule === undefined ? undefined : rules[rule];
  const because = why === undefined ? '' : `: ${why}`;
  const say = (): string => {
    switch (fate) {
      case 'sent': {
        const surely = known === undefined ? '' : `, and is ${known}`;
        return `was sent over ${channel} on ${sayTime(at, clock)}${surely}`;
      }
      case 'leaving':
        return `is leaving over ${channel}`;
      case 'deferred':
        return `waits until ${sayTime(until ?? at, clock)}${because}`;
      case 'merged':
        return `was not sent by itself: another message to the person said the same`;
      case 'withheld':
        return `was not sent over ${channel}${because}`;
      case 'superseded':
        return `was not sent: the journey had gone on by then`;
      case 'failed':
        return `could not be sent over ${channel}`;
    }
  };
  return {
    fate,
    ...(why === undefined ? {} : { why }),
    ...(known === undefined ? {} : { known }),
    sentence: `${subject} ${say()}.`,
  };
}

const rules: Readonly<Record<Rule, string>> = {
  hours: 'nobody is written to at that hour where the person is',
  'cap-day': 'the person has other messages on that day',
  'cap-week': 'the person has other messages in that week',
  consent: 'the person has said no',
  'no-consent': 'it needs a yes, and there is none',
};
