/**
 * An edge that writes to people: a real mail server, a stand-in for Twilio, and the door through
 * which their browsers and providers come back.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { serveMail } from '../connectors/smtp/server.fixture.ts';
import type { MailServer } from '../connectors/smtp/server.fixture.ts';
import { account, serveTwilio, token } from '../connectors/twilio/twilio.fixture.ts';
import type { World } from '../connectors/twilio/twilio.fixture.ts';
import type { OperationalEvent, Program } from '../core/index.ts';
import { edgeOf, now, program, systemOf } from './intake.fixture.ts';
import type { TestEdge } from './intake.fixture.ts';

const mailSecret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const publicUrl = 'https://edge.clinic.example';

const texts = {
  zone: 'America/New_York',
  values: { clinic: 'Rook & Hija' },
  args: { start: 'instant', forms: { count: 9 } },
};
const mjml = (words: string, button: string): string =>
  '<mjml><mj-body><mj-section><mj-column>' +
  `<mj-text>${words}</mj-text><mj-button href="{{ 'confirm' | link }}">${button}</mj-button>` +
  '</mj-column></mj-section></mj-body></mjml>';

const mail = systemOf('mail', 'smtp', {
  url: 'MAIL_URL',
  tls: 'none',
  from: 'MAIL_FROM',
  secret: 'MAIL_SECRET',
  'public-url': 'MAIL_PUBLIC',
  'unsubscribe-mail': 'MAIL_LEAVE',
  ...texts,
  templates: {
    news: {
      version: 1,
      subscribed: true,
      subject: 'Your visit at {{ clinic }}',
      text: '{{ start | day }}, {{ start | time }}',
      mjml: mjml('{{ clinic }}: {{ start | day }}, {{ start | time }}', 'Confirm'),
      translations: {
        es: {
          subject: 'Su visita en {{ clinic }}',
          text: '{{ start | day }}, {{ start | time }}',
          mjml: mjml('{{ clinic }}: {{ start | day }}, {{ start | time }}', 'Confirmar'),
        },
      },
    },
    hello: { version: 1, subject: 'Hello', text: 'Hello' },
  },
});
const forms = '{{ "{n, plural, one {# formulario} other {# formularios}}" | icu: n: forms }}';
const sms = systemOf('sms', 'twilio', {
  from: 'SMS_FROM',
  'public-url': 'SMS_URL',
  url: 'TWILIO_URL',
  ...texts,
  templates: {
    soon: {
      version: 1,
      text: "{{ start | day }}, {{ start | time }}. Change: {{ 'move' | link }}",
      translations: {
        es: { text: `Faltan ${forms}. {{ start | day }}, {{ start | time }}: {{ 'move' | link }}` },
      },
    },
  },
});

export interface Messaging extends TestEdge {
  readonly mails: MailServer;
  readonly world: World;
  /** `http://127.0.0.1:PORT`, where the public address leads. */
  readonly door: string;
  /** What was handed on, in order. */
  readonly events: OperationalEvent[];
  /** The hashes that a message to the person is sent with. */
  readonly refs: readonly string[];
  close(): Promise<void>;
}

/** An edge with one person in its vault. */
export async function messaging(options: SMTPServerOptions = {}): Promise<Messaging> {
  const mails = await serveMail({ disabledCommands: ['STARTTLS'], ...options });
  const world: World = { kept: [] };
  const api = await serveTwilio(world);
  const variables: Readonly<Record<string, string>> = {
    MAIL_URL: `smtp://127.0.0.1:${mails.port}`,
    MAIL_FROM: 'Rook <desk@clinic.example>',
    MAIL_SECRET: mailSecret,
    MAIL_PUBLIC: `${publicUrl}/in/mail`,
    MAIL_LEAVE: 'leave@clinic.example',
    TWILIO_ACCOUNT_SID: account,
    TWILIO_AUTH_TOKEN: token,
    SMS_FROM: '+15550100100',
    SMS_URL: `${publicUrl}/in/sms`,
    TWILIO_URL: api.url,
  };
  const running: Program = { ...program, systems: { mail, sms } };
  const edge = await edgeOf({ program: running, secret: (name) => variables[name] });
  const refs = [
    ['mail', 'eleanor@example.com'],
    ['sms', '+15550100199'],
  ].map(([system = '', id = '']) => edge.gate.outsideOf(system, id));
  const known = refs.flatMap((each) => each ?? []);
  await edge.vault.remember(known);
  const events: OperationalEvent[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, { edge, events });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...edge,
    mails,
    world,
    door: `http://127.0.0.1:${port}`,
    events,
    refs: known.map(({ ref }) => ref),
    async close() {
      await mails.close();
      await api.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Door {
  readonly edge: TestEdge;
  readonly events: OperationalEvent[];
}

/** As the HTTP API stands before the edge: what is pressed is taken, then the page is shown. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { edge, events }: Door,
): Promise<void> {
  const url = new URL(request.url ?? '', publicUrl);
  const system = url.pathname.replace('/in/', '');
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const query = url.search.slice(1);
  const visit = { query, receivedAt: now, languages: request.headers['accept-language'] ?? '' };
  let pressed: 'taken' | 'refused' | undefined;
  if (request.method === 'POST') {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const delivery = { body: Buffer.concat(chunks), headers, query, receivedAt: now };
    const taken = await edge.intake.receive(system, delivery);
    for (const each of taken) if (each.kind === 'event') events.push(each.event);
    pressed = taken.some(({ kind }) => kind === 'refused') ? 'refused' : 'taken';
  }
  const page = edge.intake.page(system, {
    ...visit,
    ...(pressed === undefined ? {} : { pressed }),
  });
  response.writeHead(page?.status ?? (pressed === 'refused' ? 422 : 202), page?.headers);
  response.end(page?.html);
}

/** A notification (RFC 3464) about a mail that truly went out, as the mailbox hands it over. */
export function notification(envelopeId: string, action: string, status: string): string {
  return [
    'From: MAILER-DAEMON@mx.example.com',
    'To: desk@clinic.example',
    'Subject: Eleanor',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Eleanor',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    `Original-Envelope-Id: ${envelopeId}`,
    '',
    'Final-Recipient: rfc822; eleanor@example.com',
    `Action: ${action}`,
    `Status: ${status}`,
    '',
    '--b--',
    '',
  ].join('\r\n');
}
export { mailSecret, publicUrl };
