/**
 * Any system that sends and takes signed JSON: mapped by the settings of the program, not by code.
 */
import type {
  Attempt,
  CommandType,
  Connector,
  EventType,
  FactTypes,
  Json,
  LookUpAnswer,
  LookUpRequest,
  Manifest,
  Outbound,
  OutboundCommand,
  RawDelivery,
  Received,
  RefType,
  SystemSetup,
} from '../../core/index.ts';
import { BugError, parseJson } from '../../core/index.ts';
import { refusal } from '../refusal.ts';
import { mapBody } from './map.ts';
import { mapReceipt, receiptEvents } from './receipts.ts';
import { sendCommand, sendLookUp } from './send.ts';
import type { Line } from './send.ts';
import type { WebhookSettings } from './settings.ts';
import { webhookSettings } from './settings.ts';
import { verifyStandard } from './standard.ts';

/** Signed JSON by the Standard Webhooks scheme, in and out. */
export const webhook: Connector = {
  name: 'webhook',
  describe(settings: Json) {
    const read = webhookSettings(settings);
    return 'problems' in read ? read : { manifest: manifestOf(read.settings) };
  },
  receive,
  send(command: OutboundCommand, setup: SystemSetup, out: Outbound): Promise<Attempt> {
    return sendCommand(command, lineOf(setup, out));
  },
  lookUp(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return sendLookUp(request, lineOf(setup, out));
  },
};

function receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
  const settings = settingsOf(setup);
  const variable = settings.secret;
  const unverified = verifyStandard(delivery, { variable, value: setup.secret(variable) });
  if (unverified !== undefined) return [unverified];
  const parsed = parseJson(delivery.body);
  if (parsed.kind === 'refused') return [refusal(parsed.code, parsed.message)];
  const id = delivery.headers['webhook-id'] ?? '';
  const receipt = settings.messages ? mapReceipt(parsed.value, id) : undefined;
  return [receipt ?? mapBody(parsed.value, { settings, codes: setup.codes, id })];
}

function manifestOf(settings: WebhookSettings): Manifest {
  const events: Record<string, EventType> = settings.messages ? { ...receiptEvents } : {};
  for (const [name, { refs, data }] of Object.entries(settings.events)) {
    const refTypes: Record<string, RefType> = {};
    for (const [ref, { system, of }] of Object.entries(refs)) refTypes[ref] = { system, of };
    events[name] = { refs: refTypes, data: typesOf(data) };
  }
  const commands: Record<string, CommandType> = {};
  for (const [name, { args, returns }] of Object.entries(settings.commands)) {
    commands[name] = { args, returns: typesOf(returns) };
  }
  return { events, commands, lookUps: settings['look-ups'], idempotent: true };
}

function typesOf(
  fields: Readonly<Record<string, { readonly type: FactTypes[string] }>>,
): FactTypes {
  return Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type]));
}

function lineOf(setup: SystemSetup, out: Outbound): Line {
  return { setup, settings: settingsOf(setup), out };
}

/** The program was compiled, so its settings were valid then. */
function settingsOf(setup: SystemSetup): WebhookSettings {
  const read = webhookSettings(setup.system.settings);
  if ('problems' in read)
    throw new BugError('ONW-SETTINGS', 'A system runs with invalid settings.');
  return read.settings;
}
