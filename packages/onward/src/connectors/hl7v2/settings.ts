/** What a program says about a system that speaks HL7 v2. */
import * as z from 'zod';
import type { Json } from '../../core/index.ts';
import type { SettingsResult } from '../problems.ts';
import { name, readSettings } from '../problems.ts';

const zone = z.string().refine(isZone, 'Write an IANA time zone, such as America/New_York.');

const schema = z.strictObject({
  /** Sending applications or facilities (MSH-3, MSH-4) that speak for this system; absent: any. */
  facilities: z.array(z.string().min(1).max(128)).min(1).optional(),
  /** Zone of times that carry no offset; absent: the offset of the message's own time (MSH-7). */
  zone: zone.optional(),
  /** The system whose ids the patient's are; absent: this one. */
  'patient-system': name.default(''),
  /** Identifier type (PID-3.5, HL7 table 0203) to prefer where a patient has several ids. */
  'patient-id': z.string().min(1).max(20).default('MR'),
});

export type Hl7Settings = z.infer<typeof schema>;

const compiled = new WeakMap<object, SettingsResult<Hl7Settings>>();

/** Validates settings; the same object is validated once. */
export function hl7Settings(settings: Json): SettingsResult<Hl7Settings> {
  if (typeof settings !== 'object' || settings === null) return readSettings(schema, settings);
  const known = compiled.get(settings);
  if (known !== undefined) return known;
  const result = readSettings<Hl7Settings>(schema, settings);
  compiled.set(settings, result);
  return result;
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).format(0) !== '';
  } catch {
    return false;
  }
}
