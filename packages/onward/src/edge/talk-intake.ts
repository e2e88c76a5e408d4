/** What people wrote among what a system delivered: read by the assistant that listens there. */
import { isAtLeast } from '../assistant/index.ts';
import { assistantSettings } from '../connectors/index.ts';
import type { Received, SystemSetup, WireEvent, Words } from '../core/index.ts';
import type { EdgeParts } from './edge-parts.ts';
import { setupsOf } from './edge-parts.ts';
import { hear, type DeskParts } from './talk-desk.ts';

export interface Listened {
  /** What the system tells itself. */
  readonly own: readonly Received[];
  /** What the assistant tells in place of it, or beside an order such as STOP. */
  readonly read: readonly { readonly setup: SystemSetup; readonly received: readonly Received[] }[];
}

interface Coming {
  readonly setup: SystemSetup;
  readonly receivedAt: number;
}

/** Resolves once every word is kept; rejects where it is not, so that it is sent again. */
export async function listen(
  received: readonly Received[],
  coming: Coming,
  parts: EdgeParts,
): Promise<Listened> {
  const isSpoken = received.some((each) => each.kind === 'event' && each.words !== undefined);
  const reader = isSpoken ? readerOf(coming.setup, parts) : undefined;
  const { talk } = parts;
  if (reader === undefined || talk === undefined) return { own: received, read: [] };
  const desk = { ...parts, ...talk };
  const own: Received[] = [];
  const told: Received[] = [];
  for (const each of received) {
    const words = each.kind === 'event' ? each.words : undefined;
    if (each.kind !== 'event' || words === undefined) {
      own.push(each);
      continue;
    }
    if (words.isOrder) own.push(each);
    if (words.isOrder && !(await isUrgent(words, coming, { desk, reader }))) continue;
    const events = await heardOf({ ...coming, words, event: each.event, reader }, desk);
    told.push(...events.map((event) => ({ kind: 'event', event }) as const));
  }
  return { own, read: told.length === 0 ? [] : [{ setup: reader, received: told }] };
}

/** The assistant that listens to a system of texts. */
function readerOf({ name }: SystemSetup, parts: EdgeParts): SystemSetup | undefined {
  return [...setupsOf(parts).values()].find((each) => {
    return each.system.connector === 'assistant' && assistantSettings.of(each).texts === name;
  });
}

interface Hearing extends Coming {
  readonly words: Words;
  readonly event: WireEvent;
  readonly reader: SystemSetup;
}

async function heardOf(
  { setup, receivedAt, words, event, reader }: Hearing,
  desk: DeskParts & Pick<EdgeParts, 'vault'>,
): Promise<readonly WireEvent[]> {
  const outside = desk.gate.outsideOf(setup.name, words.from);
  if (outside === undefined) return [];
  const names = await desk.vault.remember([outside]);
  return hear(
    {
      setup: reader,
      ref: names.get(outside.ref) ?? outside.ref,
      refs: { phone: words.from },
      channel: 'sms',
      id: event.id,
      text: words.text,
      at: receivedAt,
      hint: event.event.slice(event.event.indexOf('.') + 1),
    },
    desk,
  );
}

/** An order to the number may hold a cry for help: then it is read like any other message. */
async function isUrgent(
  { from, text }: Words,
  { receivedAt }: Coming,
  { desk, reader }: { readonly desk: DeskParts; readonly reader: SystemSetup },
): Promise<boolean> {
  const { zone } = assistantSettings.of(reader);
  const known = [from];
  const message = { id: 'order', who: 'person', atMs: receivedAt, text } as const;
  try {
    const read = await desk.reader.read({ messages: [message], nowMs: receivedAt, zone, known });
    return isAtLeast(read.urgency.level, 'review-now');
  } catch {
    return true;
  }
}
