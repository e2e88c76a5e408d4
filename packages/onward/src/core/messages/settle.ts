/** What becomes of planned messages now: which wait, which are sent, which are withheld and why. */
import type { Hours } from './hours.ts';
import { sendableFrom } from './hours.ts';
import type { Candidate, Ground, Intent, Settled, Withheld } from './types.ts';

/**
 * So late a message may be when it is first planned: what has just passed is worth saying, what
 * passed yesterday would mislead.
 */
const graceMs = 900_000;

export interface Verdicts {
  readonly waiting: readonly Intent[];
  /** When the first of them is to be sent; infinite where none waits. */
  readonly next: number;
  readonly send: readonly { readonly intent: Intent; readonly candidate: Candidate }[];
  readonly withhold: readonly { readonly intent: Intent; readonly reason: Withheld }[];
}

/** Decides on every message of a plan whose fate is open. */
export function decide(
  open: readonly Intent[],
  at: {
    readonly now: number;
    /** The intent was not in the plan before this step. */
    readonly isNew: (intent: Intent) => boolean;
    readonly holds: (candidate: Candidate) => boolean;
    readonly hours: Hours;
  },
): Verdicts {
  const { now, isNew, holds, hours } = at;
  let next = Number.POSITIVE_INFINITY;
  const waiting: Intent[] = [];
  const send: { intent: Intent; candidate: Candidate }[] = [];
  const withhold: { intent: Intent; reason: Withheld }[] = [];
  for (const intent of open) {
    // What should have left while nothing ran keeps to the hours all the same.
    const due = intent.at > now ? intent.at : sendableFrom(hours, intent.template, now);
    const candidate = due > now ? undefined : intent.candidates.find(holds);
    if (intent.isNews !== true && isNew(intent) && intent.at < now - graceMs)
      withhold.push({ intent, reason: 'too-late' });
    else if (due > intent.until) withhold.push({ intent, reason: 'of-no-use' });
    else if (due > now) {
      waiting.push(intent);
      next = Math.min(next, due);
    } else if (now > intent.until) withhold.push({ intent, reason: 'of-no-use' });
    else if (candidate === undefined) withhold.push({ intent, reason: 'guard' });
    else send.push({ intent, candidate });
  }
  return { waiting, next, ...onlyLatest(send, withhold) };
}

/** After an outage several may be due at once: of the same words about the same, the latest. */
function onlyLatest(
  due: Verdicts['send'],
  withheld: Verdicts['withhold'],
): Pick<Verdicts, 'send' | 'withhold'> {
  const isSame = (a: Intent, b: Intent): boolean =>
    a.template === b.template && a.fact === b.fact && a.about === b.about;
  const isLatest = ({ intent }: Verdicts['send'][number]): boolean => {
    return !due.some((other) => isSame(other.intent, intent) && other.intent.at > intent.at);
  };
  const superseded = due
    .filter((each) => !isLatest(each))
    .map(({ intent }) => ({ intent, reason: 'superseded' as const }));
  return { send: due.filter(isLatest), withhold: [...withheld, ...superseded] };
}

/**
 * Whether what became of a message must still be known: it could be planned again, since its
 * instant stands, or it has passed so lately that it would be sent again if its instant came back.
 */
export function isRemembered(
  { key, fact, about, at }: Settled,
  {
    ground,
    plan,
    now,
  }: {
    readonly ground: Ground;
    readonly plan: readonly Intent[];
    readonly now: number;
  },
): boolean {
  if (ground.isSilent || at >= now - graceMs) return true;
  return fact === undefined ? plan.some((each) => each.key === key) : ground.facts[fact] === about;
}
