/**
 * Whoever was told a time that is true no more is told so, though the program forgot to say it: by
 * the same words about the new time, or by a person where there is none.
 */
import type { Telling } from '../language/model.ts';
import { newsUntil, nothingPlanned, tellingOf } from '../messages/index.ts';
import type { Informed } from '../messages/index.ts';
import type { Draft } from './draft.ts';
import type { State } from './types.ts';

/** A time that the person was told. */
interface Told {
  readonly telling: Telling;
  readonly step: string;
  readonly fact: string;
  readonly about: number;
}

/** To be called before the plan is made: what is to be put right is planned as news. */
export function correct(draft: Draft, before: State | null): void {
  const { messages, now, version } = draft;
  if (before === null || messages === undefined || draft.ended) return;
  const isNews = ({ key }: Informed): boolean => key.includes(`/!/${version}.`);
  // What the program says itself of this change is what is said.
  if ((messages.informs ?? []).some(isNews)) return;
  const untrue = toldBy(draft).filter(({ fact, about }) => {
    return about > now && before.facts[fact] === about && draft.facts[fact] !== about;
  });
  // Of the same words once.
  for (const told of new Map(untrue.map((each) => [each.telling.template, each])).values()) {
    putRight(draft, told);
  }
}

/** All times that reminders and news have told. */
function toldBy({ journey, messages = nothingPlanned }: Draft): readonly Told[] {
  return messages.settled.flatMap((settled): readonly Told[] => {
    const { fate, fact, about, sent, key } = settled;
    const telling = tellingOf(journey, messages, settled);
    if (fate !== 'sent' || sent === undefined || telling === undefined) return [];
    if (fact !== undefined) return [{ telling, step: sent.step, fact, about }];
    const news = messages.informs?.find((each) => each.key === key);
    return Object.entries(news?.stated ?? {}).map(([name, value]) => {
      return { telling, step: sent.step, fact: name, about: value };
    });
  });
}

function putRight(draft: Draft, { telling, step, fact }: Told): void {
  const { program, facts, now, version, messages = nothingPlanned } = draft;
  const { template, via, channels, systems } = telling;
  const value = facts[fact];
  if (typeof value !== 'number' || value <= now) {
    draft.raise(`${template}:untrue`, program.systems[via]?.owner ?? '', step);
    return;
  }
  const others = (messages.informs ?? []).filter((each) => each.telling.template !== template);
  const news: Informed = {
    key: `${template}/!/${version}.${others.length}`,
    telling: { template, via, channels, ...(systems === undefined ? {} : { systems }) },
    step,
    at: now,
    facts: [fact],
    stated: { [fact]: value },
    until: newsUntil({ [fact]: value }, now) ?? value,
  };
  draft.messages = { ...messages, informs: [...others, news] };
}
