/**
 * Any system that sends and takes signed JSON: mapped by the settings of the program, not by code.
 */
import type {
  Attempt,
  CommandType,
  Connector,
  Json,
  LookUpAnswer,
  LookUpRequest,
  Manifest,
  Outbound,
  OutboundCommand,
  RawDelivery,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { parseJson } from '../../core/index.ts';
import { quietOf } from '../duration.ts';
import { refusal } from '../refusal.ts';
import type { Health } from '../rest.ts';
import { hostsAt } from '../rest.ts';
import { mapBody } from './map.ts';
import { mapReceipt, receiptEvents } from './receipts.ts';
import type { Line } from './send.ts';
import { probe, sendCommand, sendLookUp, sendRefetch } from './send.ts';
import type { WebhookSettings } from './settings.ts';
import { eventTypes, typesOf, webhookSettings } from './settings.ts';
import { verifyStandard } from './standard.ts';

/** Signed JSON by the Standard Webhooks scheme, in and out. */
export const webhook: Connector = {
  name: 'webhook',
  describe(settings: Json) {
    const read = webhookSettings(settings);
    return 'problems' in read ? read : { manifest: manifestOf(read.settings) };
  },
  hosts(setup: SystemSetup): readonly string[] {
    const { url } = webhookSettings.of(setup);
    return hostsAt(url === undefined ? undefined : setup.secret(url));
  },
  receive,
  send(command: OutboundCommand, setup: SystemSetup, out: Outbound): Promise<Attempt> {
    return sendCommand(command, lineOf(setup, out));
  },
  lookUp(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return sendLookUp(request, lineOf(setup, out));
  },
  refetch(again: string, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return sendRefetch(again, lineOf(setup, out));
  },
  probe(setup: SystemSetup, out: Outbound): Promise<Health | undefined> {
    return probe(lineOf(setup, out));
  },
};

function receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
  const settings = webhookSettings.of(setup);
  const variable = settings.secret;
  const unverified = verifyStandard(delivery, { variable, value: setup.secret(variable) });
  if (unverified !== undefined) return [unverified];
  const id = delivery.headers['webhook-id'] ?? '';
  const parsed = parseJson(delivery.body);
  if (parsed.kind === 'refused') return [refusal(parsed.code, parsed.message)];
  const receipt = settings.messages ? mapReceipt(parsed.value, id) : undefined;
  const mapping = { settings, codes: setup.codes, id, canRefetch: settings.refetch };
  return [receipt ?? mapBody(parsed.value, mapping)];
}

function manifestOf(settings: WebhookSettings): Manifest {
  const receipts = settings.messages ? receiptEvents : {};
  const events = { ...receipts, ...eventTypes(settings.events) };
  const commands: Record<string, CommandType> = {};
  for (const [name, { args, returns }] of Object.entries(settings.commands)) {
    commands[name] = { args, returns: typesOf(returns) };
  }
  const quiet = quietOf(settings.rhythm);
  return { events, commands, lookUps: settings['look-ups'], idempotent: true, ...quiet };
}

function lineOf(setup: SystemSetup, out: Outbound): Line {
  return { setup, settings: webhookSettings.of(setup), out };
}
