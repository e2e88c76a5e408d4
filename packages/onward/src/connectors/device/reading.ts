/** Bodies of readings to the readings in them; a value stays here and is compared, never told. */
import type { Json, JsonResult, WireEvent } from '../../core/index.ts';
import { parseJson, readInstant } from '../../core/index.ts';
import type { Refusal } from '../refusal.ts';
import { badData, refusal, unused } from '../refusal.ts';
import { isUnfit, mapRefs, outsideId } from '../webhook/map.ts';
import type { Place } from '../webhook/place.ts';
import type { DeviceSettings } from './settings.ts';

/** One reading of one device. */
export interface Reading {
  readonly kind: 'reading';
  /** The name in the settings of what was measured. */
  readonly of: string;
  readonly device: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
  readonly refs: WireEvent['refs'];
}

/** More than a delivery of readings holds, and than we look at for one. */
const mostReadings = 10_000;
const farthestMs = 8_640_000_000_000_000;
const newLine = 0x0a;

/** The readings of a body as JSON, in its order, each or why not; or one refusal of it all. */
export function itemsOf(
  body: Uint8Array,
  settings: DeviceSettings,
): readonly JsonResult[] | Refusal {
  if (settings.format === 'ndjson') return linesOf(body);
  const parsed = parseJson(body);
  if (parsed.kind === 'refused') return refusal(parsed.code, parsed.message);
  const { items } = settings;
  const found = items === undefined ? parsed.value : items.in(parsed.value);
  if (found === undefined || (items !== undefined && !Array.isArray(found))) {
    const message = 'The body has no list of readings at the place that the settings name.';
    return { ...refusal('ONW-EVENT-SHAPE', message), at: [items?.text ?? '/'] };
  }
  const list = Array.isArray(found) ? (found as readonly Json[]) : [found];
  if (list.length > mostReadings) return tooMany();
  return list.map((value) => ({ kind: 'parsed', value }));
}

/** Lines that are blank are none; a line that is broken breaks no other. */
function linesOf(body: Uint8Array): readonly JsonResult[] | Refusal {
  const items: JsonResult[] = [];
  let from = 0;
  while (from < body.length) {
    const end = body.indexOf(newLine, from);
    const line = body.subarray(from, end < 0 ? body.length : end);
    from += line.length + 1;
    if (line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)) continue;
    if (items.length === mostReadings) return tooMany();
    items.push(parseJson(line));
  }
  return items;
}

/** One reading, or why it is none. */
export function readReading(item: Json, settings: DeviceSettings): Reading | Refusal {
  const of = kindOf(item, settings);
  if (of === undefined) return unused();
  const device = outsideId(settings.device.path.in(item));
  if (device === undefined) return unfit('device', settings.device.path);
  const refs = mapRefs(item, settings.refs);
  if (isUnfit(refs)) return unfit(refs.unfit, refs.path);
  const at = timeOf(settings.time.in(item), settings['time-as']);
  if (at === undefined) return unfit('time', settings.time);
  const value = settings.value.in(item);
  if (typeof value !== 'number') return unfit('value', settings.value);
  return { kind: 'reading', of, device, at, value, refs: { device, ...refs } };
}

function kindOf(item: Json, { kind, kinds }: DeviceSettings): string | undefined {
  const names = Object.entries(kinds);
  if (kind === undefined) return names[0]?.[0];
  const said = kind.in(item);
  return names.find(([name, { is = [name] }]) => is.some((each) => each === said))?.[0];
}

function timeOf(raw: Json | undefined, as: DeviceSettings['time-as']): number | undefined {
  if (as === 'rfc3339') return typeof raw === 'string' ? readInstant(raw) : undefined;
  if (typeof raw !== 'number') return undefined;
  const ms = Math.round(as === 's' ? raw * 1000 : raw);
  return Math.abs(ms) <= farthestMs ? ms : undefined;
}

/** A member of a reading that is not as the settings have it. */
export function unfit(name: string, { text }: Place): Refusal {
  return { ...badData(name), at: [text] };
}

function tooMany(): Refusal {
  const message = 'The delivery holds more than 10,000 readings; send fewer at a time.';
  return refusal('ONW-DEVICE-TOO-MANY', message);
}
