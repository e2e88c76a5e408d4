/**
 * Reads messages from Twilio where no callback came: the same members, under the API's own names,
 * are mapped as a callback's.
 */
import type { Json, LookUpAnswer, LookUpRequest, Received } from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';
import { callApi, unanswered } from '../rest.ts';
import type { Told } from './events.ts';
import { isSid, mapCallback } from './events.ts';
import type { Line } from './send.ts';
import { accountUrl, credentials } from './send.ts';
import type { TwilioSettings } from './settings.ts';

const mostMessages = 4;

/** The look-up `message`: how the newest messages that the refs know have fared. */
export async function lookUpMessages(request: LookUpRequest, line: Line): Promise<LookUpAnswer> {
  const sids = (request.refs[line.setup.name] ?? []).filter((id) => isSid(id));
  if (sids.length === 0) return { kind: 'retry', code: 'ONW-LOOKUP-REF' };
  const received: Received[] = [];
  for (const sid of sids.slice(-mostMessages)) {
    const answer = await readMessage(sid, line);
    if (answer.kind === 'retry') return answer;
    if (answer.kind === 'found') received.push(...answer.received);
  }
  return received.length === 0 ? { kind: 'nothing' } : { kind: 'found', received };
}

/** One message by its id; one that is under way says nothing. */
export async function readMessage(sid: string, line: Line): Promise<LookUpAnswer> {
  const url = accountUrl(line);
  const headers = credentials(line);
  if (url === undefined || headers === undefined) {
    return { kind: 'retry', code: 'ONW-SECRET-MISSING' };
  }
  const call = { method: 'GET', url: `${url}/Messages/${sid}.json`, headers } as const;
  const answer = await callApi(call, line.out);
  const failed = unanswered(answer);
  if (failed !== undefined) return failed;
  const message = answer.kind === 'answered' ? (answer.body ?? null) : null;
  const received = mapCallback(formOf(message), readingOf(line.settings));
  return received.length === 0 ? { kind: 'nothing' } : { kind: 'found', received };
}

/** How replies are read, as the settings say. */
export function readingOf(settings: TwilioSettings): Told {
  return { words: settings.replies, isOptOutOwn: settings['opt-out'] === 'own' };
}

/** Members of the API to parameters of a callback; the words are read of what came in alone. */
function formOf(message: Json): URLSearchParams {
  const isInbound = pointAt(message, ['direction']) === 'inbound';
  const names = {
    sid: 'MessageSid',
    status: 'MessageStatus',
    from: 'From',
    to: 'To',
    error_code: 'ErrorCode',
    ...(isInbound ? { body: 'Body' } : {}),
  };
  const form = new URLSearchParams();
  for (const [member, name] of Object.entries(names)) {
    const value = pointAt(message, [member]);
    if (typeof value === 'string' || typeof value === 'number') form.set(name, String(value));
  }
  return form;
}
