/** Mail: out to a server of the customer's own, and back what became of it. */
import type {
  Attempt,
  Connector,
  EventType,
  Json,
  Outbound,
  OutboundCommand,
  RawDelivery,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { linkPage, readPressed, unsubscribedType } from '../links/links.ts';
import type { Health } from '../rest.ts';
import { failureReasons, receiptTypes, sendMessageType } from '../templates/message.ts';
import { verifyStandard } from '../webhook/standard.ts';
import { readBounce } from './bounce.ts';
import { sendMail, serverOf } from './send.ts';
import { greet } from './session.ts';
import { smtpSettings } from './settings.ts';

const reason = { reason: { kind: 'one-of', values: failureReasons } } as const;

/** The key in the Message-ID places a receipt, so that it needs no ref. */
const events: Readonly<Record<string, EventType>> = {
  ...receiptTypes(['delivered'], {}, {}),
  ...receiptTypes(['failed', 'delayed'], {}, reason),
  ...unsubscribedType('email'),
  // What people answer by a link.
  'reply.confirm': { refs: {}, data: {}, said: true },
  'reply.cancel': { refs: {}, data: {}, said: true },
  'reply.move': { refs: {}, data: {}, said: true },
};

/** Sends `send-message` as a mail; tells what delivery status notifications say of it. */
export const smtp: Connector = {
  name: 'smtp',
  describe(settings: Json) {
    const read = smtpSettings(settings);
    if ('problems' in read) return read;
    const commands = { 'send-message': sendMessageType(read.settings, 'email') };
    return { manifest: { events, commands, lookUps: {}, idempotent: false, contacts: true } };
  },
  hosts(setup: SystemSetup): readonly string[] {
    const server = serverOf(setup, smtpSettings.of(setup));
    return server === undefined ? [] : [`${server.host}:${server.port}`];
  },
  async receive(delivery: RawDelivery, setup: SystemSetup): Promise<readonly Received[]> {
    const pressed = readPressed(delivery, setup);
    if (pressed !== undefined) return pressed;
    const { secret: variable } = smtpSettings.of(setup);
    const secret = setup.secret(variable);
    const unverified = verifyStandard(delivery, { variable, value: secret });
    if (unverified !== undefined) return [unverified];
    const id = delivery.headers['webhook-id'] ?? '';
    return readBounce(delivery.body, { id, secret });
  },
  page: linkPage,
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

function rejected(code: `ONW-${string}`): Attempt {
  return { kind: 'rejected', data: {}, code };
}
