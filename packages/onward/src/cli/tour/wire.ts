/** The outside world of the tour: deliveries as real systems send them, over the real sockets. */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';

export interface Delivered {
  readonly ok: boolean;
  /** Status of the answer, or the code of an HL7 acknowledgement. */
  readonly said: string;
}

export interface Door {
  /** `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly mllp: { readonly host: string; readonly port: number };
  secret(name: string): string | undefined;
  /** Epoch milliseconds: what the senders' clocks show. */
  now(): number;
}

interface Letter {
  readonly system: string;
  readonly secret: string;
  readonly body: unknown;
}

/** A webhook signed as Stripe signs: `t=…,v1=…` over the time and the raw body. */
export async function stripeWebhook(door: Door, { system, secret, body }: Letter): Promise<Delivered> {
  const text = JSON.stringify(body);
  const time = Math.floor(door.now() / 1000);
  const signature = createHmac('sha256', door.secret(secret) ?? '').update(`${time}.${text}`);
  const header = `t=${time},v1=${signature.digest('hex')}`;
  return post(door, { system, text, headers: { 'stripe-signature': header } });
}

/** A webhook signed by the Standard Webhooks scheme. */
export async function standardWebhook(
  door: Door,
  { system, secret, body, id }: Letter & { readonly id: string },
): Promise<Delivered> {
  const text = JSON.stringify(body);
  const time = Math.floor(door.now() / 1000);
  const key = Buffer.from((door.secret(secret) ?? '').replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${text}`).digest('base64');
  return post(door, {
    system,
    text,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(time),
      'webhook-signature': `v1,${signature}`,
    },
  });
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
    signal: AbortSignal.timeout(30_000),
  });
  await answer.arrayBuffer();
  return { ok: answer.ok, said: String(answer.status) };
}

const startBlock = 0x0b;
const endBlock = Buffer.from([0x1c, 0x0d]);
const answerTimeoutMs = 30_000;

/** One HL7 v2 message over MLLP; the answer is the code of its acknowledgement, `AA` when taken. */
export async function hl7Message(door: Door, segments: readonly string[]): Promise<Delivered> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const socket = connect(door.mllp);
  const parts: Buffer[] = [];
  socket.setTimeout(answerTimeoutMs, () => socket.destroy(new Error('no acknowledgement')));
  socket.on('connect', () => {
    const message = Buffer.from(`${segments.join('\r')}\r`, 'utf8');
    socket.write(Buffer.concat([Buffer.from([startBlock]), message, endBlock]));
  });
  socket.on('data', (part: Buffer) => {
    parts.push(part);
    const all = Buffer.concat(parts);
    if (all.includes(endBlock)) resolve(all);
  });
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('closed without an acknowledgement')));
  try {
    const code = /\rMSA\|([A-Z]{2})/.exec((await promise).toString('utf8'))?.[1] ?? 'none';
    return { ok: code === 'AA' || code === 'CA', said: code };
  } finally {
    socket.destroy();
  }
}

/** `20260302140000+0000`, as HL7 writes times. */
export function hl7Time(at: number): string {
  return `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}+0000`;
}
