/** Mail servers on loopback: a real one, and one that breaks off where a test says. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';

/** For localhost and 127.0.0.1 alone, and for nothing but these tests. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUc7bU1syGhIfN84uRkmx9jPOqiGowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjEwMTY0MFoYDzIxMjYxMDI5
MTAxNjQwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASBeczotsIYAL16Ds4rr534TlICAxDMnu30zqLSsNg/wQT86frMEF/G
OT4dAlUJW5sIUiv5FRCpnw2fU5QVn757o28wbTAdBgNVHQ4EFgQU0EThxtIMBkip
mU2kRz0YFe6SYWIwHwYDVR0jBBgwFoAU0EThxtIMBkipmU2kRz0YFe6SYWIwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgOfu+5QVWtyxsUDjizipMok5BJCltZHmSiQ+7jWb2Z6QCIQC1
f9hZY5AZYjYEnrgh2JRCH0G2N3e6VemyaDNdWQJPPw==
-----END CERTIFICATE-----
`;
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghSXsSftUxm38ckI4
WKinahinzufEoo56gkJ7xFzmg0OhRANCAASBeczotsIYAL16Ds4rr534TlICAxDM
nu30zqLSsNg/wQT86frMEF/GOT4dAlUJW5sIUiv5FRCpnw2fU5QVn757
-----END PRIVATE KEY-----
`;

/** A mail as the server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | undefined;
  /** The envelope id (RFC 3461). */
  readonly envelopeId: string | undefined;
  /** When its sender was told, on the monotonic clock of the process. */
  readonly since: number;
  readonly text: string;
}

/** A server and what it took. */
export interface MailServer {
  readonly port: number;
  readonly taken: TakenMail[];
  close(): Promise<void>;
}

/** A refusal with a reply of the server's own. */
export function reply(code: number): Error {
  return Object.assign(new Error('No, Eleanor'), { responseCode: code });
}

/** A real server that takes every mail, with the user `desk` and the password `pass word`. */
export async function serveMail(options: SMTPServerOptions = {}): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const begun = new Map<string, number>();
  const server = new SMTPServer({
    key: privateKey,
    cert: certificate,
    authOptional: true,
    hideDSN: false,
    logger: false,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      const isOurs = username === 'desk' && password === 'pass word';
      if (isOurs) done(null, { user: username });
      else done(reply(535));
    },
    onMailFrom(_address, session, done) {
      begun.set(session.id, performance.now());
      done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo, dsn } = session.envelope;
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
          envelopeId: dsn?.envid ?? undefined,
          since: begun.get(session.id) ?? performance.now(),
          text: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, taken, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Where a server breaks off, or the reply it gives there. */
export interface Break {
  readonly at: 'greeting' | 'mail' | 'data' | 'body' | 'end';
  /** A line to say first; without one the connection just breaks. */
  readonly line?: string;
}

/** A server of a few lines that goes as far as it is told, and then breaks the connection. */
export async function serveBroken({ at, line }: Break): Promise<MailServer> {
  const server = createServer((socket: Socket) => {
    let isBody = false;
    const say = (step: Break['at'], text: string): void => {
      if (step !== at) {
        socket.write(`${text}\r\n`);
        return;
      }
      if (line === undefined) socket.destroy();
      else socket.end(`${line}\r\n`);
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      if (isBody) {
        if (at === 'body') say('body', '');
        else if (text.endsWith('\r\n.\r\n')) say('end', '250 taken');
        return;
      }
      for (const command of text.split('\r\n')) {
        if (command.startsWith('EHLO')) socket.write('250 here\r\n');
        else if (command.startsWith('MAIL')) say('mail', '250 yes');
        else if (command.startsWith('RCPT')) socket.write('250 yes\r\n');
        else if (command === 'QUIT') socket.end('221 bye\r\n');
        else if (command === 'DATA') {
          isBody = true;
          say('data', '354 go on');
        }
      }
    });
    say('greeting', '220 here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, taken: [], close: () => new Promise((resolve) => server.close(() => resolve())) };
}
