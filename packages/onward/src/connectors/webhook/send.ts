/** Commands and look-ups of a webhook system: one signed POST, and what its answer means. */
import type {
  Attempt,
  Json,
  LookUpAnswer,
  LookUpRequest,
  OnwardCode,
  Outbound,
  OutboundCommand,
  SystemSetup,
} from '../../core/index.ts';
import { parseJson, pointAt, RetryError, writeFact } from '../../core/index.ts';
import { mapBody, mapReturns } from './map.ts';
import type { WebhookSettings } from './settings.ts';
import { signStandard } from './standard.ts';

const timeoutMs = 15_000;
const longestWaitMs = 3_600_000;

type Answer = Awaited<ReturnType<Outbound['fetch']>>;

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
  if (typeof answer === 'string') {
    if (answer === 'ONW-OUT-UNKNOWN') return { kind: 'unknown', data: {}, code: answer };
    return { kind: 'retry', code: answer };
  }
  return classify(answer, command, line);
}

/** Asks what the system knows; the answer is `{ "events": [body, …] }`, mapped like deliveries. */
export async function sendLookUp(request: LookUpRequest, line: Line): Promise<LookUpAnswer> {
  const { key, name, journey, refs } = request;
  const body = { type: 'look-up', name, journey, refs } as unknown as Json;
  const answer = await post({ key, body }, line);
  if (typeof answer === 'string') return { kind: 'retry', code: answer };
  if (answer.status === 204 || answer.status === 404) return { kind: 'nothing' };
  if (!isSuccess(answer.status)) return { kind: 'retry', code: 'ONW-OUT-STATUS' };
  const parsed = parseJson(answer.body);
  if (parsed.kind === 'refused') return { kind: 'retry', code: parsed.code };
  const items = pointAt(parsed.value, ['events']);
  if (!Array.isArray(items)) return { kind: 'retry', code: 'ONW-OUT-ANSWER' };
  const { settings, setup } = line;
  const allowed = settings['look-ups'][name]?.events ?? [];
  const received = (items as readonly Json[]).slice(0, 100).map((item, index) => {
    return mapBody(item, { settings, codes: setup.codes, id: `${key}.${index}` });
  });
  const found = received.filter((each) => {
    return each.kind === 'refused' || allowed.includes(each.event.event);
  });
  return found.length === 0 ? { kind: 'nothing' } : { kind: 'found', received: found };
}

/** The answer, or a code: ONW-OUT-UNKNOWN when the request may have arrived, else it did not. */
async function post(letter: Letter, line: Line): Promise<Answer | OnwardCode> {
  const { setup, settings, out } = line;
  const url = settings.url === undefined ? undefined : setup.secret(settings.url);
  if (!url) return 'ONW-SECRET-MISSING';
  const body = JSON.stringify(letter.body);
  const toSign = { id: letter.key, now: out.nowMs(), body };
  const signature = signStandard(toSign, setup.secret(settings.secret));
  if (signature === undefined) return 'ONW-SECRET-MISSING';
  const headers = {
    ...signature,
    'content-type': 'application/json',
    accept: 'application/json',
    'idempotency-key': letter.key,
  };
  try {
    return await out.fetch({ method: 'POST', url, headers, body, timeoutMs });
  } catch (error) {
    return error instanceof RetryError ? error.code : 'ONW-OUT-UNKNOWN';
  }
}

/** What a status says: done, certainly not done and worth another try, or refused for good. */
function classify(answer: Answer, command: OutboundCommand, line: Line): Attempt {
  const { status } = answer;
  if (isSuccess(status)) return done(answer, command, line);
  // The key was seen before: it is done, and its facts came with the first answer.
  if (status === 409) return { kind: 'done', data: {} };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const afterMs = retryAfter(answer.headers['retry-after'], line.out.nowMs());
    return { kind: 'retry', code: 'ONW-OUT-BUSY', ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (status >= 400) return { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' };
  return { kind: 'rejected', data: {}, code: 'ONW-OUT-REDIRECT' };
}

function done(answer: Answer, command: OutboundCommand, line: Line): Attempt {
  const returns = line.settings.commands[command.command]?.returns ?? {};
  if (Object.keys(returns).length === 0 || answer.body.length === 0) {
    return { kind: 'done', data: {} };
  }
  const parsed = parseJson(answer.body);
  if (parsed.kind === 'refused') return { kind: 'done', data: {}, code: parsed.code };
  const data = mapReturns(parsed.value, returns, line.setup.codes);
  return data === undefined
    ? { kind: 'done', data: {}, code: 'ONW-OUT-ANSWER' }
    : { kind: 'done', data };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Milliseconds to wait, from seconds or an HTTP date (RFC 9110, 10.2.3); at most an hour. */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,7}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestWaitMs);
}

/** Arguments as JSON: instants as RFC 3339, durations as ISO 8601, refs as the outside id. */
function wireArgs(command: OutboundCommand, line: Line): Readonly<Record<string, Json>> {
  const types = line.settings.commands[command.command]?.args ?? {};
  const args: Record<string, Json> = {};
  for (const [name, value] of Object.entries(command.args)) {
    const type = types[name];
    args[name] = type === undefined ? (value as Json) : writeFact(type, value);
  }
  return args;
}
