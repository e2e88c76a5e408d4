/** Cal.com: bookings by its signed webhooks; its API answers look-ups and takes commands. */
import type {
  Attempt,
  Connector,
  Json,
  LookUpAnswer,
  LookUpRequest,
  Outbound,
  OutboundCommand,
  RawDelivery,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { parseJson } from '../../core/index.ts';
import { refusal } from '../refusal.ts';
import type { Health } from '../rest.ts';
import { healthOf, hostsAt } from '../rest.ts';
import type { Line } from './api.ts';
import { calcomBase, callCalcom } from './api.ts';
import { isUid } from './booking.ts';
import { eventTypes } from './events.ts';
import { followBooking, listBookings, lookUpBookings } from './look-up.ts';
import { mapDelivery } from './map.ts';
import { commandTypes, sendCommand } from './send.ts';
import { calcomSettings } from './settings.ts';
import { verifyCalcom } from './signature.ts';

/** Receives bookings, answers the look-up `booking`, cancels and moves them. */
export const calcom: Connector = {
  name: 'calcom',
  describe(settings: Json) {
    const read = calcomSettings(settings);
    if ('problems' in read) return read;
    const events = eventTypes(read.settings);
    const lookUps = { booking: { events: Object.keys(events), list: 'all' } } as const;
    return { manifest: { events, commands: commandTypes, lookUps, idempotent: true } };
  },
  hosts(setup: SystemSetup): readonly string[] {
    return hostsAt(calcomBase(setup, calcomSettings.of(setup)));
  },
  receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
    const settings = calcomSettings.of(setup);
    const variable = settings.secret;
    const unverified = verifyCalcom(delivery, { variable, value: setup.secret(variable) });
    if (unverified !== undefined) return [unverified];
    const parsed = parseJson(delivery.body);
    if (parsed.kind === 'refused') return [refusal(parsed.code, parsed.message)];
    return mapDelivery(parsed.value, settings);
  },
  async send(command: OutboundCommand, setup: SystemSetup, out: Outbound): Promise<Attempt> {
    return sendCommand(command, lineOf(setup, out));
  },
  async lookUp(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return lookUpBookings(request, lineOf(setup, out));
  },
  list({ cursor }, setup: SystemSetup, out: Outbound) {
    return listBookings(cursor, lineOf(setup, out));
  },
  async refetch(again: string, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return isUid(again) ? followBooking(again, lineOf(setup, out)) : { kind: 'nothing' };
  },
  async probe(setup: SystemSetup, out: Outbound): Promise<Health> {
    const answer = await callCalcom('/v2/me', undefined, lineOf(setup, out));
    return answer.kind === 'unset' ? { kind: 'refused', code: answer.code } : healthOf(answer);
  },
};

function lineOf(setup: SystemSetup, out: Outbound): Line {
  return { setup, settings: calcomSettings.of(setup), out };
}
