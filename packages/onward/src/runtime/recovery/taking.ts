/** Takes an act on a journey: each input once, under a key made of the run and its item. */
import { declared, journeyId, OnwardError, RetryError } from '../../core/index.ts';
import type { OnwardCode } from '../../core/index.ts';
import { onceKey } from '../work.ts';
import { controlsOf, isWrite } from './controls.ts';
import { systemOf } from './causes.ts';
import type { JourneyParts, Standing } from './standing.ts';
import { replayBroken } from './poison.ts';
import { retryable } from './retrying.ts';
import type { Retryable } from './retrying.ts';
import type { Deed, Refusal } from './types.ts';

/** Of the second input of an act: the first has done its work. */
const done: ReadonlySet<OnwardCode> = new Set(['ONW-OBLIGATION-CLOSED', 'ONW-JOURNEY-ENDED']);

export async function takeIn(
  parts: JourneyParts,
  found: Standing | undefined,
  deed: Deed,
): Promise<Refusal | undefined> {
  if (found === undefined) return absent;
  if (deed.act === 'replay') return replayBroken(parts, found, deed);
  if (deed.act === 'look-up' && !isWrite(found.obligation)) return lookUp(parts, found);
  const may = await ordersOf(parts, found, deed);
  if (may.kind === 'refused') return may.why;
  for (const [at, control] of controlsOf(found, { ...deed, orders: may.orders }).entries()) {
    const refusal = await submit(parts, {
      journey: journeyId(found.view.id),
      control,
      idempotencyKey: keyOf(deed, at),
      // What follows the first input finds the journey moved by it.
      ...(at === 0 ? { version: deed.version } : {}),
    });
    if (refusal === undefined || (at > 0 && done.has(refusal.code))) continue;
    return refusal;
  }
  return undefined;
}

/** What is taken already may be closed by now: that it was taken is told by its key. */
async function ordersOf(
  { retry }: JourneyParts,
  { view, obligation }: Standing,
  { act, again }: Deed,
): Promise<Retryable> {
  if (act !== 'retry') return { kind: 'orders', orders: [] };
  if (obligation === undefined) return { kind: 'orders', orders: [] };
  const may = await retryable(view, obligation, retry);
  return may.kind === 'refused' && again ? { kind: 'orders', orders: [] } : may;
}

function keyOf({ key }: Pick<Deed, 'key'>, at: number): string {
  return `${key}/${at}`;
}

/** The inbox key of the first input of a deed, by which the journal tells it again. */
export function noteOf({ key }: Pick<Deed, 'key'>): (journey: number) => string {
  return (journey) => onceKey(`person/${journey}`, keyOf({ key }, 0));
}

function submit(
  { engine }: JourneyParts,
  request: Parameters<JourneyParts['engine']['control']>[0],
): Promise<Refusal | undefined> {
  return refusalOf(() => engine.control(request));
}

/** Why an input was not taken; undefined once it is durable. */
export async function refusalOf(submitted: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await submitted();
    return undefined;
  } catch (error) {
    if (!(error instanceof OnwardError) || error instanceof RetryError) throw error;
    const { code, message } = error as OnwardError;
    // It was taken before, when the item looked otherwise.
    if (code === 'ONW-KEY-REUSED') return undefined;
    return { code, message: declared(message) };
  }
}

const absent: Refusal = {
  code: 'ONW-JOURNEY-ABSENT',
  message: declared('There is no such journey any more.'),
};

async function lookUp(
  { reconciler }: JourneyParts,
  { view, obligation }: Standing,
): Promise<Refusal | undefined> {
  // Whatever it waited for has come meanwhile.
  if (obligation === undefined) return undefined;
  await reconciler?.run({ system: systemOf(obligation.name), journeys: [view.id] });
  return undefined;
}
