/**
 * One conversation with a mail server (RFC 5321) over a connection that is open already, and what
 * its end means for the mail.
 */
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Attempt, Outbound } from '../../core/index.ts';
import { RetryError } from '../../core/index.ts';

const connectMs = 15_000;
const silenceMs = 30_000;

/** Where a server is, and how it is spoken to. */
export interface Server {
  readonly host: string;
  readonly port: number;
  /** The name by which we greet it. */
  readonly name: string;
  /** `implicit`: TLS from the first byte; `starttls`: demanded; `none`: in clear. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** A certificate in PEM that is good beside the public ones, after STARTTLS. */
  readonly ca?: string;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** What is handed over; `token` is the envelope's id (RFC 3461, 4.4). */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly token: string;
  readonly bytes: Buffer;
}

/** How far a conversation came before it broke off. */
interface Broken {
  readonly error: Failure;
  /** Bytes of the mail went out, so that the server may have it. */
  readonly isBegun: boolean;
}

/** The part of nodemailer's errors that says what happened; their texts stay here. */
interface Failure {
  readonly code?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** Hands one mail over, and says what came of it. */
export async function handOver(
  server: Server,
  envelope: Envelope,
  out: Outbound,
): Promise<Attempt> {
  let isBegun = false;
  function* body(): Generator<Buffer> {
    isBegun = true;
    yield envelope.bytes;
  }
  const broken = await converse(server, out, async (connection) => {
    const { from, to, token } = envelope;
    const dsn = { id: token, return: 'headers', notify: ['success', 'failure', 'delay'] };
    const size = envelope.bytes.length;
    await called((done) =>
      connection.send({ from, to: [to], size, dsn }, Readable.from(body()), done),
    );
  });
  return broken === undefined ? { kind: 'done', data: {} } : meaning({ error: broken, isBegun });
}

/** Greets the server and signs in; undefined when both went well, else what a send would mean. */
export async function greet(server: Server, out: Outbound): Promise<Attempt | undefined> {
  const broken = await converse(server, out, async () => undefined);
  return broken === undefined ? undefined : meaning({ error: broken, isBegun: false });
}

/** Opens, greets, signs in, does the work, and takes leave; undefined when all of it was done. */
async function converse(
  server: Server,
  out: Outbound,
  work: (connection: SMTPConnection) => Promise<void>,
): Promise<Failure | undefined> {
  const { host, port, tls, ca, auth } = server;
  let connection: SMTPConnection | undefined;
  try {
    const target = { host, port, tls: tls === 'implicit', timeoutMs: connectMs };
    const socket = await out.connect(target);
    const opened = new SMTPConnection({
      host,
      port,
      // The contract's socket is one of Node, as its docstring says; nodemailer needs it whole.
      connection: socket as unknown as Socket,
      secure: tls === 'implicit',
      secured: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      tls: ca === undefined ? {} : { ca: [...rootCertificates, ca] },
      name: server.name,
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: silenceMs,
    });
    connection = opened;
    const lost = new Promise<never>((_resolve, reject) => {
      opened.on('error', reject);
    });
    // A connection that breaks after the work is done is nobody's loss.
    lost.catch(() => undefined);
    await Promise.race([lost, called((done) => opened.connect(done))]);
    if (auth !== undefined) {
      await Promise.race([lost, called((done) => opened.login({ ...auth }, done))]);
    }
    await Promise.race([lost, work(opened)]);
    opened.quit();
    return undefined;
  } catch (error) {
    connection?.close();
    return error instanceof RetryError ? { code: error.code } : (error as Failure);
  }
}

function called(call: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/**
 * What a broken conversation means: a reply of 4xx or 5xx is the server's word that it has not
 * taken the mail (RFC 5321, 4.2.1); without one, whoever began to send the mail cannot know.
 */
function meaning({ error, isBegun }: Broken): Attempt {
  const { code = '', responseCode: reply } = error;
  if (code.startsWith('ONW-')) return { kind: 'retry', code: code as `ONW-${string}` };
  if (code === 'ETLS') return { kind: 'retry', code: 'ONW-MAIL-TLS' };
  if (reply !== undefined && reply >= 400 && reply < 500) {
    return { kind: 'retry', code: 'ONW-OUT-BUSY' };
  }
  if (code === 'EAUTH') return { kind: 'retry', code: 'ONW-OUT-CREDENTIALS' };
  if (reply !== undefined && reply >= 500) return rejected;
  if (isBegun) return { kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' };
  const isOurs = code === 'EMESSAGE' || code === 'EENVELOPE';
  return isOurs ? rejected : { kind: 'retry', code: 'ONW-OUT-UNREACHED' };
}

const rejected: Attempt = { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' };
