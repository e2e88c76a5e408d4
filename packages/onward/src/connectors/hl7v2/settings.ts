/** What a program says about a system that speaks HL7 v2. */
import * as z from 'zod';
import { duration } from '../duration.ts';
import { name, settingsReader, variable } from '../problems.ts';
import { commandProblems, commandSchema } from './command-settings.ts';
import { dataProblems, dataSchema } from './declared.ts';
import { ids } from './deeds.ts';

const zone = z.string().refine(isZone, 'Write an IANA time zone, such as America/New_York.');
const party = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/, 'Write a name of plain letters and digits.');
const longestWaitMs = 300_000;

/** Versions that are written; what is received may be of any. */
export const versions = ['2.3', '2.3.1', '2.4', '2.5', '2.5.1', '2.6', '2.7', '2.8'] as const;

const schema = z
  .strictObject({
    /** Sending applications or facilities (MSH-3, MSH-4) that speak for this one; absent: any. */
    facilities: z.array(z.string().min(1).max(128)).min(1).optional(),
    /** Zone of times that carry no offset; absent: the offset of the message's own time (MSH-7). */
    zone: zone.optional(),
    /** The system whose ids the patient's are; absent: this one. */
    'patient-system': name.default(''),
    /** Identifier type (PID-3.5, HL7 table 0203) to prefer where a patient has several ids. */
    'patient-id': z.string().min(1).max(20).default('MR'),
    /** How often the system speaks; twice as long in silence is not normal. */
    rhythm: duration.optional(),
    /** What events say beside their own: event to name to place and type. */
    data: dataSchema.default({}),

    /** Variable with the line that commands go to: `mllp://host:2575`, or `mllps://` with TLS. */
    url: variable.optional(),
    version: z.enum(versions, `Write one of ${versions.join(', ')}.`).default('2.5.1'),
    /** MSH-11: production, training or debugging. */
    processing: z.enum(['P', 'T', 'D']).default('P'),
    /** MSH-3 and MSH-4. */
    sender: z
      .strictObject({ application: party.default('ONWARD'), facility: party.optional() })
      .default({ application: 'ONWARD' }),
    /** MSH-5 and MSH-6. */
    receiver: z
      .strictObject({ application: party.optional(), facility: party.optional() })
      .default({}),
    /** Assigning authority of the patient's id (PID-3.4). */
    authority: party.optional(),
    /** How orders are written: ORM^O01, or OMG^O19. */
    orders: z.enum(['orm', 'omg']).default('orm'),
    'acknowledge-within': duration
      .refine((ms) => ms <= longestWaitMs, 'Write five minutes at most.')
      .default(30_000),
    /** The receiver knows a control id that it took before, so that a repeat is safe. */
    'knows-repeats': z.boolean().default(false),
    /** The list of the program, and its name for each code `id^text^system`. */
    codes: z
      .strictObject({
        list: name,
        of: z.record(z.string().min(1).max(256), z.string().min(1).max(64)),
      })
      .optional(),
    /** Systems whose ids the arguments are; absent: this one. */
    systems: z.partialRecord(z.enum(ids), name).default({}),
    commands: z.record(name, commandSchema).default({}),
  })
  .superRefine((settings, context) => {
    if (Object.keys(settings.commands).length > 0 && settings.url === undefined) {
      const message = 'Commands need `url`: a variable with the line they go to.';
      context.addIssue({ code: 'custom', path: ['url'], message });
    }
    const problems = [...dataProblems(settings.data), ...commandProblems(settings)];
    for (const { path, message } of problems) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

/** Settings that were validated. */
export type Hl7Settings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const hl7Settings = settingsReader<Hl7Settings>(schema);

/** The settings of a running system. */
export const settingsOf = hl7Settings.of;

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).format(0) !== '';
  } catch {
    return false;
  }
}
