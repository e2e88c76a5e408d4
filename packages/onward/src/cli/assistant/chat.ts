/** `onward assistant chat`: a message a line on stdin, an answer a line on stdout. */
import { createInterface } from 'node:readline';
import {
  beginning,
  loadEncoder,
  next,
  regions,
  shippedAssistant,
  textFor,
  type DialogueState,
  type Message,
  type Reading,
  type Region,
} from '../../assistant/index.ts';
import { StopError } from '../../core/index.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { readBeside } from './read-beside.ts';
import { versionsIn } from './versions.ts';

export interface ChatFlags {
  readonly data: string;
  readonly region: string;
  readonly zone: string;
  readonly json?: boolean;
}

export async function chat(
  { data, region, zone, json }: ChatFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const numbers = regionOf(region);
  const assistant = shippedAssistant(await loadEncoder(), await versionsIn(data).current());
  const messages: Message[] = [];
  let state: DialogueState = beginning;
  for await (const text of createInterface({ input: process.stdin })) {
    if (text.trim() === '') continue;
    const nowMs = Date.now();
    messages.push({ id: String(messages.length), who: 'person', atMs: nowMs, text });
    const reading = await readBeside(assistant, { messages, nowMs, zone });
    const turn = answerOf(reading, { state, text, nowMs, zone, numbers });
    ({ state } = turn);
    const { urgency, intent } = reading;
    if (json === true) {
      const asked = intent?.isKnown === true ? intent.label : null;
      terminal.out(JSON.stringify({ level: urgency.level, intent: asked, ...turn.said }));
    } else {
      terminal.out(turn.said.text);
    }
  }
  return exitCodes.ok;
}

function regionOf(name: string): Region {
  if (name in regions) return regions[name as keyof typeof regions];
  throw new StopError('ONW-ASSISTANT-EXAMPLES', 'There are no numbers for this region.');
}

interface Asked {
  readonly state: DialogueState;
  readonly text: string;
  readonly nowMs: number;
  readonly zone: string;
  readonly numbers: Region;
}

interface Answered {
  readonly state: DialogueState;
  readonly said: { readonly kind: string; readonly text: string };
}

/** What is urgent is answered by its fixed text, whatever else was asked. */
function answerOf({ urgency, intent }: Reading, asked: Asked): Answered {
  const { state, text, nowMs, zone, numbers } = asked;
  const { telling, level } = urgency;
  if (telling !== undefined && (level === 'emergency' || level === 'review-now')) {
    return { state, said: { kind: 'urgent', text: textFor(telling, numbers) } };
  }
  const known = intent?.isKnown === true ? { intent: intent.label } : {};
  const turn = next(state, { text, nowMs, zone, ...known });
  return { state: turn.state, said: turn.say };
}
