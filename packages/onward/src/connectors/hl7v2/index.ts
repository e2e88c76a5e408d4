/**
 * HL7 v2 feeds: admissions, appointments, orders, results and referrals, by their ids and states.
 */
import type { Connector, Json, RawDelivery, Received, SystemSetup } from '../../core/index.ts';
import { BugError } from '../../core/index.ts';
import { contentDigest } from '../event-id.ts';
import { refusal } from '../refusal.ts';
import { acknowledge } from './acknowledge.ts';
import { eventTypes } from './events.ts';
import { mapMessage } from './map.ts';
import { Message, separatorsOf } from './message.ts';
import type { Part } from './payload.ts';
import { splitMessages } from './payload.ts';
import type { Hl7Settings } from './settings.ts';
import { hl7Settings } from './settings.ts';

const maxBytes = 1_048_576;

/** Listens; several systems share one line and are told apart by who sends (`facilities`). */
export const hl7v2: Connector = {
  name: 'hl7v2',
  describe(settings: Json) {
    const read = hl7Settings(settings);
    if ('problems' in read) return read;
    const events = eventTypes(read.settings['patient-system']);
    return { manifest: { events, commands: {}, lookUps: {}, idempotent: false } };
  },
  receive,
  claims,
  acknowledge,
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
  return messages.map((part) => receiveOne(part, settings));
}

function receiveOne({ segments, number }: Part, settings: Hl7Settings): Received {
  const separators = separatorsOf(segments[0] ?? '');
  if (separators === undefined) return notHl7();
  const message = new Message(segments, separators);
  if (!speaksFor(message, settings)) {
    const text = 'No system of the program names this sender; add it to `facilities` of one.';
    return refusal('ONW-HL7-FACILITY', text);
  }
  // The parts of a message about several patients share its control id.
  const content = contentDigest(segments.join('\r'));
  return mapMessage({ message, settings }, { content, part: number });
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

/** The program was compiled, so its settings were valid then. */
function settingsOf(setup: SystemSetup): Hl7Settings {
  const read = hl7Settings(setup.system.settings);
  if ('problems' in read)
    throw new BugError('ONW-SETTINGS', 'A system runs with invalid settings.');
  return read.settings;
}
