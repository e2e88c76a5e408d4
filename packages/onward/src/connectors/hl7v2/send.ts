/** Commands over a system's line, and what its acknowledgement means (HL7 v2.8, 2.9.2). */
import type { Attempt, Outbound, OutboundCommand, SystemSetup } from '../../core/index.ts';
import type { Health } from '../rest.ts';
import { writeMessage } from './build.ts';
import { compose } from './compose.ts';
import { Message, separatorsOf } from './message.ts';
import type { Target } from './mllp.ts';
import { knock, MllpLine } from './mllp.ts';
import { splitMessages } from './payload.ts';
import type { Hl7Settings } from './settings.ts';
import { settingsOf } from './settings.ts';

/** The port that is registered for HL7. */
const usualPort = 2575;

/** Sends a command as one message; done is what the receiver has acknowledged. */
export async function sendMessage(
  command: OutboundCommand,
  setup: SystemSetup,
  out: Outbound,
): Promise<Attempt> {
  const settings = settingsOf(setup);
  const composed = compose(command, settings, out.nowMs());
  if (composed === undefined) return { kind: 'rejected', data: {}, code: 'ONW-HL7-ARGUMENT' };
  const target = targetOf(setup, settings);
  if (typeof target === 'string') return { kind: 'retry', code: target };
  const { control, returns } = composed;
  const answered = await lineOf(setup, target).send(
    {
      bytes: writeMessage(composed.segments),
      withinMs: settings['acknowledge-within'],
      isAnswer: (bytes) => readAnswer(bytes, control) !== undefined,
    },
    out,
  );
  if (answered.kind === 'unsent') return { kind: 'retry', code: answered.code };
  const answer = answered.kind === 'lost' ? undefined : readAnswer(answered.bytes, control);
  if (answer === undefined) return { kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' };
  return outcomeOf(answer) ?? { kind: 'done', data: returns };
}

/** Whether somebody listens; nothing is said. A system without a line has nothing to ask. */
export async function probe(setup: SystemSetup, out: Outbound): Promise<Health | undefined> {
  const settings = settingsOf(setup);
  if (settings.url === undefined) return undefined;
  const target = targetOf(setup, settings);
  if (typeof target === 'string') return { kind: 'refused', code: target };
  const code = await knock(target, out);
  return code === undefined ? { kind: 'well' } : { kind: 'away', code };
}

/** Where the system listens; a code when its variable is not set or holds no line. */
export function targetOf(
  setup: SystemSetup,
  settings: Hl7Settings,
): Target | 'ONW-SECRET-MISSING' | 'ONW-HL7-URL' {
  const text = settings.url === undefined ? undefined : setup.secret(settings.url);
  if (!text) return 'ONW-SECRET-MISSING';
  const url = URL.parse(text);
  const isLine = url !== null && ['mllp:', 'mllps:'].includes(url.protocol) && url.hostname !== '';
  if (!isLine || url.username !== '' || !/^\/?$/.test(url.pathname + url.search)) {
    return 'ONW-HL7-URL';
  }
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? usualPort : Number(url.port),
    tls: url.protocol === 'mllps:',
  };
}

interface Answer {
  /** MSA-1. */
  readonly code: string;
  /** ERR-3 (HL7 table 0357), or ERR-1.4 before version 2.5. */
  readonly error: string;
}

/** The acknowledgement of the message with a control id; undefined for whatever else it is. */
function readAnswer(bytes: Uint8Array, control: string): Answer | undefined {
  const segments = splitMessages(bytes)[0]?.segments ?? [];
  const separators = separatorsOf(segments[0] ?? '');
  if (separators === undefined) return undefined;
  const message = new Message(segments, separators);
  const acknowledged = message.first('MSA');
  if (message.text(acknowledged, 2) !== control) return undefined;
  const told = message.first('ERR');
  const error = message.text(told, 3) || message.text(told, 1, 4);
  return { code: message.text(acknowledged, 1), error };
}

const accepted = new Set(['AA', 'CA']);
const refused = new Set(['AE', 'AR', 'CE', 'CR']);
/** Table 0357: the record is locked, and an error inside. */
const [locked, internal] = ['206', '207'];

/**
 * Undefined when it was taken. A locked record (206) lets go, and AR with an internal error (207)
 * is "for reasons unrelated to its content": both say that nothing was done, and are tried again.
 * Any other refusal would come again. A code that HL7 does not have tells nothing.
 */
function outcomeOf({ code, error }: Answer): Attempt | undefined {
  if (accepted.has(code)) return undefined;
  if (!refused.has(code)) return { kind: 'unknown', data: {}, code: 'ONW-OUT-ANSWER' };
  const isPassing = error === locked || (code === 'AR' && error === internal);
  return isPassing
    ? { kind: 'retry', code: 'ONW-OUT-BUSY' }
    : { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' };
}

interface Kept {
  readonly target: Target;
  readonly line: MllpLine;
}

/** The line of each system; a program that is gone takes its lines along. */
const lines = new WeakMap<object, Kept>();

function lineOf({ system }: SystemSetup, target: Target): MllpLine {
  const kept = lines.get(system);
  if (kept !== undefined && isSame(kept.target, target)) return kept.line;
  kept?.line.close();
  const line = new MllpLine(target);
  lines.set(system, { target, line });
  return line;
}

function isSame(one: Target, other: Target): boolean {
  return one.host === other.host && one.port === other.port && one.tls === other.tls;
}
