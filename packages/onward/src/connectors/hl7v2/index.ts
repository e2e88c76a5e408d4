/**
 * HL7 v2: admissions, appointments, orders, results and referrals, by their ids and states; in over
 * a line that several systems may share, and out over a line of the system's own.
 */
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
import { quietOf } from '../duration.ts';
import { contentDigest } from '../event-id.ts';
import { refusal } from '../refusal.ts';
import type { Health } from '../rest.ts';
import { acknowledge } from './acknowledge.ts';
import { commandTypes } from './command-settings.ts';
import { declaredEvents } from './declared.ts';
import { mapMessage } from './map.ts';
import { Message, separatorsOf } from './message.ts';
import type { Part } from './payload.ts';
import { splitMessages } from './payload.ts';
import type { Source } from './said.ts';
import { probe, sendMessage, targetOf } from './send.ts';
import type { Hl7Settings } from './settings.ts';
import { hl7Settings, settingsOf } from './settings.ts';

const maxBytes = 1_048_576;

/** Listens, where who sends (`facilities`) tells systems apart; sends what `commands` says. */
export const hl7v2: Connector = {
  name: 'hl7v2',
  describe(settings: Json) {
    const read = hl7Settings(settings);
    if ('problems' in read) return read;
    const { settings: checked } = read;
    const events = declaredEvents(checked);
    const commands = commandTypes(checked);
    const idempotent = checked['knows-repeats'];
    const quiet = quietOf(checked.rhythm);
    return { manifest: { events, commands, lookUps: {}, idempotent, ...quiet } };
  },
  hosts(setup: SystemSetup): readonly string[] {
    const target = targetOf(setup, settingsOf(setup));
    if (typeof target === 'string') return [];
    const { host, port } = target;
    return [`${host.includes(':') ? `[${host}]` : host}:${port}`];
  },
  receive,
  claims,
  acknowledge,
  async send(command: OutboundCommand, setup: SystemSetup, out: Outbound): Promise<Attempt> {
    return sendMessage(command, setup, out);
  },
  async probe(setup: SystemSetup, out: Outbound): Promise<Health | undefined> {
    return probe(setup, out);
  },
};

function receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
  if (delivery.body.length > maxBytes) {
    return [
      refusal('ONW-HL7-TOO-LARGE', 'The message is larger than 1 MiB; send it without documents.'),
    ];
  }
  const messages = splitMessages(delivery.body);
  if (messages.length === 0) return [notHl7()];
  const settings = settingsOf(setup);
  return messages.map((part) => receiveOne(part, { settings, codes: setup.codes }));
}

function receiveOne(
  { segments, number }: Part,
  { settings, codes }: Pick<Source, 'settings' | 'codes'>,
): Received {
  const separators = separatorsOf(segments[0] ?? '');
  if (separators === undefined) return notHl7();
  const message = new Message(segments, separators);
  if (!speaksFor(message, settings)) {
    const text = 'No system of the program names this sender; add it to `facilities` of one.';
    return refusal('ONW-HL7-FACILITY', text);
  }
  // The parts of a message about several patients share its control id.
  const content = contentDigest(segments.join('\r'));
  return mapMessage({ message, settings, codes }, { content, part: number });
}

function claims(delivery: RawDelivery, setup: SystemSetup): 'named' | 'anyone' | 'no' {
  const settings = settingsOf(setup);
  if (settings.facilities === undefined) return 'anyone';
  const named = splitMessages(delivery.body).some(({ segments: [header = ''] }) => {
    const separators = separatorsOf(header);
    return separators !== undefined && speaksFor(new Message([header], separators), settings);
  });
  return named ? 'named' : 'no';
}

/** MSH-3 or MSH-4 is one of the settings' facilities. */
function speaksFor(message: Message, { facilities }: Hl7Settings): boolean {
  if (facilities === undefined) return true;
  const header = message.first('MSH');
  return [3, 4].some((field) => facilities.includes(message.text(header, field)));
}

function notHl7(): Received {
  return refusal(
    'ONW-HL7-SYNTAX',
    'The bytes hold no HL7 v2 message; begin with a valid MSH segment.',
  );
}
