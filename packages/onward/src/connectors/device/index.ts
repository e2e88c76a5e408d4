/** Devices: streams of readings become the few events in which a band is entered. */
import type {
  Connector,
  Json,
  JsonResult,
  RawDelivery,
  Received,
  SystemSetup,
  WireEvent,
} from '../../core/index.ts';
import { quietOf } from '../duration.ts';
import { contentDigest } from '../event-id.ts';
import type { Refusal } from '../refusal.ts';
import { refusal } from '../refusal.ts';
import { verifyBody } from '../signed-body/verify.ts';
import type { Crossing } from './bands.ts';
import { crossingsOf, holds } from './bands.ts';
import type { Reading } from './reading.ts';
import { itemsOf, readReading, unfit } from './reading.ts';
import type { DeviceSettings } from './settings.ts';
import { deviceSettings, eventTypes } from './settings.ts';

/** More events than one delivery may make: beyond it something flutters. */
const mostCrossings = 1_000;

/** Takes signed readings; tells which band they entered and when, and never a value. */
export const device: Connector = {
  name: 'device',
  describe(settings: Json) {
    const read = deviceSettings(settings);
    if ('problems' in read) return read;
    const events = eventTypes(read.settings);
    const quiet = quietOf(read.settings.rhythm);
    return { manifest: { events, commands: {}, lookUps: {}, idempotent: false, ...quiet } };
  },
  receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
    const settings = deviceSettings.of(setup);
    const unverified = verifyBody(delivery, settings, setup);
    if (unverified !== undefined) return [unverified];
    const items = itemsOf(delivery.body, settings);
    if ('kind' in items) return [items];
    return tell(items, settings);
  },
};

function tell(items: readonly JsonResult[], settings: DeviceSettings): readonly Received[] {
  const refusals = new Map<string, Refusal>();
  const streams = new Map<string, Reading[]>();
  for (const item of items) {
    const reading = readItem(item, settings);
    if (reading.kind === 'refused') {
      // Ten thousand readings with one fault are one thing to see to.
      refusals.set(`${reading.code} ${reading.at?.[0] ?? ''}`, reading);
      continue;
    }
    const stream = `${reading.of} ${reading.device}`;
    const known = streams.get(stream);
    if (known === undefined) streams.set(stream, [reading]);
    else known.push(reading);
  }
  const crossings = [...streams.values()].flatMap((readings) => crossed(readings, settings));
  if (crossings.length > mostCrossings) return [flutter()];
  const events = crossings.map((each): Received => ({ kind: 'event', event: eventOf(each) }));
  return [...events, ...refusals.values()];
}

/** A value beyond every band is the device's fault, or the settings'. */
function readItem(item: JsonResult, settings: DeviceSettings): Reading | Refusal {
  if (item.kind === 'refused') return refusal(item.code, item.message);
  const reading = readReading(item.value, settings);
  if (reading.kind === 'refused') return reading;
  const bands = settings.kinds[reading.of]?.bands ?? [];
  const isWithin = bands.some((band) => holds(reading.value, band, 0));
  return isWithin ? reading : unfit('value', settings.value);
}

/** Devices send late and out of order: time alone puts readings in a row. */
function crossed(readings: readonly Reading[], { kinds }: DeviceSettings): readonly Crossing[] {
  const rule = kinds[readings[0]?.of ?? ''];
  const ordered = readings.toSorted((a, b) => a.at - b.at);
  return rule === undefined ? [] : crossingsOf(ordered, rule);
}

/** The same reading settles the same band, however often it is sent: the event is known again. */
function eventOf({ reading, band }: Crossing): WireEvent {
  const { of, device: id, at, refs } = reading;
  return {
    event: `${of}.${band}`,
    id: '',
    covers: { content: contentDigest(JSON.stringify([id, of, at, band])) },
    occurredAt: at,
    refs,
    data: {},
  };
}

function flutter(): Refusal {
  const message =
    'The delivery crosses bands more than 1,000 times; set `hysteresis` or `in-a-row`.';
  return refusal('ONW-DEVICE-TOO-MANY', message);
}
