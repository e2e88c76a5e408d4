/** Commands and look-ups of a webhook system: one signed POST, and what its answer means. */
import type {
  Attempt,
  Json,
  LookUpAnswer,
  LookUpRequest,
  OnwardCode,
  Outbound,
  OutboundCommand,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { pointAt, writeFact } from '../../core/index.ts';
import type { ApiAnswer, Health } from '../rest.ts';
import { callApi, unanswered, unsuccessful } from '../rest.ts';
import { mapBody, mapReturns } from './map.ts';
import type { WebhookSettings } from './settings.ts';
import { signStandard } from './standard.ts';

const moment = { kind: 'instant' } as const;

/** More than an answer to one question needs. */
const mostItems = 100;

type Asked = ApiAnswer | { readonly kind: 'unset'; readonly code: OnwardCode };

interface Letter {
  readonly key: string;
  readonly body: Json;
}

export interface Line {
  readonly setup: SystemSetup;
  readonly settings: WebhookSettings;
  readonly out: Outbound;
}

/** Sends a command; an unknown outcome may be repeated, since the receiver honours the key. */
export async function sendCommand(command: OutboundCommand, line: Line): Promise<Attempt> {
  const { key, journey, refs, attempt } = command;
  const args = wireArgs(command, line);
  const body = { type: command.command, journey, key, args, refs, attempt } as unknown as Json;
  const answer = await post({ key, body }, line);
  if (answer.kind === 'unset') return { kind: 'retry', code: answer.code };
  return classify(answer, command, line);
}

/** Asks what the system knows; the answer is `{ "events": [body, …] }`, mapped like deliveries. */
export async function sendLookUp(request: LookUpRequest, line: Line): Promise<LookUpAnswer> {
  const { key, name, journey, refs } = request;
  const body = { type: 'look-up', name, journey, refs } as unknown as Json;
  const allowed = line.settings['look-ups'][name]?.events ?? [];
  return found(await post({ key, body }, line), { key, allowed }, line);
}

/** Asks for one item again, by its id; answered as a look-up is. */
export async function sendRefetch(id: string, line: Line): Promise<LookUpAnswer> {
  if (!line.settings.refetch) return { kind: 'retry', code: 'ONW-SYSTEM-SILENT' };
  const answer = await post({ key: 'refetch', body: { type: 'refetch', id } }, line);
  return found(answer, { key: id, allowed: Object.keys(line.settings.events) }, line);
}

/**
 * Whether the system is there and takes our signature: a signed GET without a body, which may be
 * answered as a method that is not allowed. A system without an address has nothing to ask.
 */
export async function probe({ setup, settings, out }: Line): Promise<Health | undefined> {
  const secret = setup.secret(settings.secret);
  const headers = signStandard({ id: 'probe', now: out.nowMs(), body: '' }, secret);
  if (headers === undefined) return { kind: 'refused', code: 'ONW-SECRET-MISSING' };
  if (settings.url === undefined) return undefined;
  const url = setup.secret(settings.url);
  if (!url) return { kind: 'refused', code: 'ONW-SECRET-MISSING' };
  const answer = await callApi({ method: 'GET', url, headers }, out);
  if (answer.kind !== 'answered') return { kind: 'away', code: 'ONW-OUT-UNREACHED' };
  if (answer.status === 401 || answer.status === 403) {
    return { kind: 'refused', code: 'ONW-OUT-CREDENTIALS' };
  }
  return answer.status < 500 ? { kind: 'well' } : { kind: 'away', code: 'ONW-OUT-STATUS' };
}

async function post({ key, body }: Letter, { setup, settings, out }: Line): Promise<Asked> {
  const url = settings.url === undefined ? undefined : setup.secret(settings.url);
  if (!url) return { kind: 'unset', code: 'ONW-SECRET-MISSING' };
  // What is signed is what `callApi` sends: the body as JSON has it.
  const toSign = { id: key, now: out.nowMs(), body: JSON.stringify(body) };
  const signature = signStandard(toSign, setup.secret(settings.secret));
  if (signature === undefined) return { kind: 'unset', code: 'ONW-SECRET-MISSING' };
  const headers = { ...signature, 'idempotency-key': key };
  return callApi({ method: 'POST', url, headers, json: body }, out);
}

interface Wanted {
  readonly key: string;
  /** Events that may be answered. */
  readonly allowed: readonly string[];
}

function found(answer: Asked, { key, allowed }: Wanted, line: Line): LookUpAnswer {
  if (answer.kind === 'unset') return { kind: 'retry', code: answer.code };
  if (answer.kind === 'answered' && answer.status === 204) return { kind: 'nothing' };
  const failed = unanswered(answer);
  if (failed !== undefined) return failed;
  const body = answer.kind === 'answered' ? answer.body : undefined;
  const items = pointAt(body ?? null, ['events']);
  if (!Array.isArray(items)) return { kind: 'retry', code: 'ONW-OUT-ANSWER' };
  const { settings, setup } = line;
  const received = (items as readonly Json[]).slice(0, mostItems).map((item, index): Received => {
    const id = `${key}.${index}`;
    return mapBody(item, { settings, codes: setup.codes, id });
  });
  const wanted = received.filter((each) => {
    return each.kind !== 'event' || allowed.includes(each.event.event);
  });
  return wanted.length === 0 ? { kind: 'nothing' } : { kind: 'found', received: wanted };
}

/** What a status says: done, certainly not done and worth another try, or refused for good. */
function classify(answer: ApiAnswer, command: OutboundCommand, line: Line): Attempt {
  if (answer.kind === 'answered') {
    const { status, afterMs } = answer;
    // The key was seen before: it is done, and its facts came with the first answer.
    if (status === 409) return { kind: 'done', data: {} };
    // The key makes another try safe, whatever became of this one.
    if (status >= 500) {
      return { kind: 'retry', code: 'ONW-OUT-BUSY', ...(afterMs === undefined ? {} : { afterMs }) };
    }
  }
  return unsuccessful(answer) ?? done(answer, command, line);
}

/** The deed stands, whatever its facts look like. */
function done(answer: ApiAnswer, { command }: OutboundCommand, line: Line): Attempt {
  const returns = line.settings.commands[command]?.returns ?? {};
  const isBare = answer.kind !== 'answered' || answer.status === 204;
  if (isBare || Object.keys(returns).length === 0) return { kind: 'done', data: {} };
  const { body } = answer;
  const data = body === undefined ? undefined : mapReturns(body, returns, line.setup.codes);
  return data === undefined
    ? { kind: 'done', data: {}, code: 'ONW-OUT-ANSWER' }
    : { kind: 'done', data };
}

/**
 * Arguments as JSON: instants as RFC 3339, durations as ISO 8601, refs as the outside id. The
 * settings declare none for messages: beside names, a message states the instant it is about.
 */
function wireArgs(command: OutboundCommand, line: Line): Readonly<Record<string, Json>> {
  const types = line.settings.commands[command.command]?.args ?? {};
  const isMessage = command.command === 'send-message';
  const args: Record<string, Json> = {};
  for (const [name, value] of Object.entries(command.args)) {
    const type = types[name] ?? (isMessage && typeof value === 'number' ? moment : undefined);
    args[name] = type === undefined ? (value as Json) : writeFact(type, value);
  }
  return args;
}
