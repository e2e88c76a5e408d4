/** Mail: out to a server of the customer's own, and back what became of it. */
import type {
  Attempt,
  Connector,
  Json,
  Outbound,
  OutboundCommand,
  RawDelivery,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import type { Health } from '../rest.ts';
import { readMail } from '../templates/contact.ts';
import { failureReasons, receiptTypes, sendMessageType } from '../templates/message.ts';
import { renderTemplate } from '../templates/render.ts';
import { verifyStandard } from '../webhook/standard.ts';
import { readBounce } from './bounce.ts';
import { composeMail, domainOf, readMailbox } from './mail.ts';
import type { Server } from './session.ts';
import { greet, handOver } from './session.ts';
import type { SmtpSettings } from './settings.ts';
import { smtpSettings } from './settings.ts';
import { tokenOf } from './token.ts';

const reason = { reason: { kind: 'one-of', values: failureReasons } } as const;

/** The key in the Message-ID places a receipt, so that it needs no ref. */
const events = {
  ...receiptTypes(['delivered'], {}, {}),
  ...receiptTypes(['failed', 'delayed'], {}, reason),
};

/** Sends `send-message` as a mail; tells what delivery status notifications say of it. */
export const smtp: Connector = {
  name: 'smtp',
  describe(settings: Json) {
    const read = smtpSettings(settings);
    if ('problems' in read) return read;
    const commands = { 'send-message': sendMessageType(read.settings, 'email') };
    return { manifest: { events, commands, lookUps: {}, idempotent: false } };
  },
  hosts(setup: SystemSetup): readonly string[] {
    const server = serverOf(setup, smtpSettings.of(setup));
    return server === undefined ? [] : [`${server.host}:${server.port}`];
  },
  async receive(delivery: RawDelivery, setup: SystemSetup): Promise<readonly Received[]> {
    const { secret: variable } = smtpSettings.of(setup);
    const secret = setup.secret(variable);
    const unverified = verifyStandard(delivery, { variable, value: secret });
    if (unverified !== undefined) return [unverified];
    const id = delivery.headers['webhook-id'] ?? '';
    return readBounce(delivery.body, { id, secret });
  },
  async send(command: OutboundCommand, setup: SystemSetup, out: Outbound): Promise<Attempt> {
    if (command.command === 'send-message') return sendMail(command, setup, out);
    return rejected('ONW-SYSTEM-SILENT');
  },
  async probe(setup: SystemSetup, out: Outbound): Promise<Health> {
    const server = serverOf(setup, smtpSettings.of(setup));
    if (server === undefined) return { kind: 'refused', code: 'ONW-SECRET-MISSING' };
    const failed = await greet(server, out);
    if (failed === undefined) return { kind: 'well' };
    const { code = 'ONW-OUT-UNREACHED' } = failed;
    const isOurs = ['ONW-OUT-CREDENTIALS', 'ONW-MAIL-TLS', 'ONW-OUT-REJECTED'].includes(code);
    return { kind: isOurs ? 'refused' : 'away', code };
  },
};

/** A mail's outcome cannot be looked up: what may have been taken stays unknown. */
async function sendMail(
  command: OutboundCommand,
  setup: SystemSetup,
  out: Outbound,
): Promise<Attempt> {
  const settings = smtpSettings.of(setup);
  if (command.args['channel'] !== 'email') return rejected('ONW-TEMPLATE-UNKNOWN');
  const rendering = renderTemplate(command.args, settings);
  if (rendering.kind === 'failed') return rejected(rendering.code);
  const [to] = (command.refs[setup.name] ?? []).flatMap((id) => readMail(id) ?? []);
  if (to === undefined) return rejected('ONW-CONTACT-UNKNOWN');
  const server = serverOf(setup, settings);
  const box = (variable: string | undefined) =>
    variable === undefined ? undefined : readMailbox(setup.secret(variable));
  const from = box(settings.from);
  const token = tokenOf(command.key, setup.secret(settings.secret));
  if (server === undefined || from === undefined || token === undefined) {
    return { kind: 'retry', code: 'ONW-SECRET-MISSING' };
  }
  const replyTo = box(settings['reply-to']);
  const now = out.nowMs();
  const bytes = await composeMail({ from, replyTo, to, message: rendering.message, token, now });
  const back = box(settings['return-path']) ?? from;
  return handOver(server, { from: back.address, to, token, bytes }, out);
}

/** The server of the settings; undefined while a variable is not set or holds no address. */
function serverOf(setup: SystemSetup, settings: SmtpSettings): Server | undefined {
  const url = URL.parse(setup.secret(settings.url) ?? '');
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    return undefined;
  }
  const isImplicit = url.protocol === 'smtps:';
  const user = settings.user === undefined ? undefined : setup.secret(settings.user);
  const pass = settings.password === undefined ? undefined : setup.secret(settings.password);
  if (settings.user !== undefined && (!user || !pass)) return undefined;
  const from = readMailbox(setup.secret(settings.from));
  if (from === undefined) return undefined;
  const ca = settings.ca === undefined ? undefined : setup.secret(settings.ca);
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? (isImplicit ? 465 : 587) : Number(url.port),
    name: domainOf(from.address),
    tls: isImplicit ? 'implicit' : settings.tls,
    ...(ca ? { ca } : {}),
    ...(user && pass ? { auth: { user, pass } } : {}),
  };
}

function rejected(code: `ONW-${string}`): Attempt {
  return { kind: 'rejected', data: {}, code };
}
