/** The outside world of the tour: deliveries as real systems send them, over the real sockets. */
import { createHmac } from 'node:crypto';
import { sendMllp } from '../../edge/index.ts';
import { eventResults } from '../client/answers.ts';

export interface Delivered {
  readonly isTaken: boolean;
  /** Status of the answer, or the code of an HL7 acknowledgement. */
  readonly said: string;
  /** Public ids of the journeys that took it, where the answer tells. */
  readonly journeys: readonly string[];
}

/** Where deliveries go. */
export interface Door {
  /** `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly mllp: { readonly host: string; readonly port: number };
  secret(name: string): string | undefined;
  /** Epoch milliseconds: what the senders' clocks show. */
  now(): number;
}

export interface Letter {
  readonly system: string;
  /** The variable of the secret it is signed with. */
  readonly secret: string;
  readonly id: string;
  readonly body: object;
}

/** A webhook signed as Stripe signs: `t=…,v1=…` over the time and the raw body. */
export async function stripeWebhook(
  door: Door,
  { system, secret, body }: Letter,
): Promise<Delivered> {
  const text = JSON.stringify(body);
  const time = Math.floor(door.now() / 1000);
  const signature = createHmac('sha256', door.secret(secret) ?? '').update(`${time}.${text}`);
  const header = `t=${time},v1=${signature.digest('hex')}`;
  return post(door, { system, text, headers: { 'stripe-signature': header } });
}

/** A webhook signed by the Standard Webhooks scheme. */
export async function standardWebhook(
  door: Door,
  { system, secret, body, id }: Letter,
): Promise<Delivered> {
  const text = JSON.stringify(body);
  const time = Math.floor(door.now() / 1000);
  const key = Buffer.from((door.secret(secret) ?? '').replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${text}`).digest('base64');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(time),
    'webhook-signature': `v1,${signature}`,
  };
  return post(door, { system, text, headers });
}

interface Posted {
  readonly system: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function post(door: Door, { system, text, headers }: Posted): Promise<Delivered> {
  const answer = await fetch(new URL(`/in/${system}`, door.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const read = eventResults.safeParse(await answer.json().catch(() => undefined));
  const results = read.success ? read.data.results : [];
  return {
    isTaken: answer.ok && results.every(({ status }) => status === 'accepted'),
    said: String(answer.status),
    journeys: results.flatMap(({ journeys }) => journeys),
  };
}

const timeoutMs = 30_000;

/** One HL7 v2 message over MLLP; `AA` acknowledges that it is taken and durable. */
export async function hl7Message(door: Door, segments: readonly string[]): Promise<Delivered> {
  const message = Buffer.from(`${segments.join('\r')}\r`, 'utf8');
  const answer = await sendMllp({ ...door.mllp, timeoutMs }, message);
  const code = /\rMSA\|([A-Z]{2})/.exec(Buffer.from(answer).toString('utf8'))?.[1] ?? 'none';
  return { isTaken: code === 'AA' || code === 'CA', said: code, journeys: [] };
}

/** `20260302140000+0000`, as HL7 writes times. */
export function hl7Time(at: number): string {
  return `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}+0000`;
}
