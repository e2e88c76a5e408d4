/** What the arbiter takes for very many messages of one person. */
import { arbitrate, hoursOf } from '../packages/onward/src/core/index.ts';
import type { Attention, Wish } from '../packages/onward/src/core/index.ts';
import { median } from './statistics.ts';

const goalMs = 200;
const intents = 10_000;
const hourMs = 3_600_000;
const begin = Date.UTC(2026, 0, 5, 9);
const rounds = { full: 15, short: 3 };

/** Milliseconds for all of them, the median of rounds; the first is warm-up. */
export interface ArbiterTime {
  readonly intents: number;
  readonly arbiterMs: number;
  readonly goalMs: number;
  readonly isMet: boolean;
}

export function measureArbiter(isShort: boolean): ArbiterTime {
  const week = Array.from({ length: 7 }, () => [[480, 1_260] as const]);
  const calendars = {
    waking: { zone: 'America/New_York', week, holidays: [], overrides: {} },
  };
  const templates = { visit: { version: 1, purpose: 'care', channels: ['sms'] } };
  const caps = { day: 1, week: 3 };
  const policy = { hours: 'waking', anyTime: [], caps, priority: ['care'], mergeMs: hourMs };
  const attention: Attention = {
    now: begin,
    policy,
    hours: hoursOf({ calendars, templates, messages: policy }, {}),
    zone: 'America/New_York',
    consents: [],
    sent: [],
  };
  const found: number[] = [];
  for (let round = 0; round <= (isShort ? rounds.short : rounds.full); round++) {
    const wishes = Array.from({ length: intents }, (_, index) => wish(index));
    const start = performance.now();
    const fates = arbitrate(wishes, attention);
    if (fates.size !== intents) throw new Error('A message has no fate.');
    if (round > 0) found.push(performance.now() - start);
  }
  const arbiterMs = median(found);
  return { intents, arbiterMs, goalMs, isMet: arbiterMs <= goalMs };
}

/** Two purposes, times over two days; one in five is of use for a while only. */
function wish(index: number): Wish {
  const key = String(index);
  return {
    key,
    matter: key,
    words: key,
    template: 'visit',
    purpose: index % 3 === 0 ? 'billing' : 'care',
    channel: 'sms',
    at: begin + (index % 50) * hourMs,
    until: index % 5 === 0 ? begin + index * hourMs : Number.POSITIVE_INFINITY,
  };
}
