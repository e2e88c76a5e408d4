/** What a program says about an EHR that speaks FHIR R4. */
import * as z from 'zod';
import { duration } from '../duration.ts';
import { name, settingsReader, variable } from '../problems.ts';
import { commandProblems, commandSchema } from './command-settings.ts';
import { dataProblems, dataSchema } from './declared.ts';
import { kinds } from './kinds.ts';
import { fhirId } from './reference.ts';

const types = kinds.map(({ type }) => type);
/** Those, and patients that an EHR has made one of two. */
const heard = [...types, 'Patient'];

const smart = z.strictObject({
  /** The client id that the EHR registered. */
  client: z.string().min(1).max(256),
  /** The private key: a JWK, or PEM (PKCS #8); RSA, or EC on P-256 or P-384. */
  key: variable,
  'token-url': variable,
  /** `system/Appointment.rs` and the like, parted by blanks. */
  scopes: z.string().min(1).max(2000),
  /** Id of the key, where the variable holds no JWK that says it. */
  kid: z.string().min(1).max(256).optional(),
});

const auth = z.union(
  [z.literal('none'), z.strictObject({ bearer: variable }), z.strictObject({ smart })],
  { error: 'Write none, { bearer: VARIABLE }, or { smart: { client, key, token-url, scopes } }.' },
);

const criterion = z.string().max(512);

const subscription = z.strictObject({
  /** Variable with the secret that the EHR sends in the header; several are parted by blanks. */
  secret: variable,
  header: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'Write the name of a header in small letters.')
    .default('authorization'),
  /** Id of the Subscription in the EHR; `$events` and `$status` need it. */
  id: z.string().regex(fhirId, 'Write the id of the Subscription in the EHR.').optional(),
  /** Topics that it may speak of; absent: any. */
  topics: z.array(z.string().max(512)).min(1).optional(),
  /** How often the EHR sends a heartbeat: `15m`. Twice as long in silence is not normal. */
  heartbeat: duration.optional(),
});

const schema = z
  .strictObject({
    /** Variable with the FHIR base: `https://ehr.example/fhir/r4`. */
    url: variable,
    auth: auth.default('none'),
    subscription: subscription.optional(),
    /** Resource types that are listened to. */
    listen: z
      .array(z.enum(heard, `Write one of ${heard.join(', ')}.`))
      .min(1)
      .default(types),
    /** Searches that narrow what is caught up with: type to search, `status=booked`. */
    criteria: z.partialRecord(z.enum(heard), criterion).default({}),
    /** The system whose ids the patients' are; absent: this one. */
    'patient-system': name.default(''),
    /** Which of a patient's identifiers is the outside id; absent: the resource's own id. */
    'identifier-system': z.string().min(1).max(512).optional(),
    /** Systems whose ids are a patient's phone number or e-mail address. */
    contacts: z
      .strictObject({
        phone: name.optional(),
        email: name.optional(),
        /** Country code of numbers written without one: `1`. */
        'calling-code': z
          .string()
          .regex(/^[1-9]\d{0,2}$/, 'Write a country code, such as "1".')
          .optional(),
      })
      .optional(),
    /** The list of the program, and its name for each coding `system|code` or questionnaire. */
    codes: z
      .strictObject({ list: name, of: z.record(z.string().max(512), z.string().min(1).max(64)) })
      .optional(),
    /** What events of a resource say beside their own: type to name to path and type. */
    data: dataSchema.default({}),
    /** What commands may write, by id. */
    texts: z.record(name, z.string().min(1).max(4000)).default({}),
    /** The assistant whose conversations commands may put into a draft. */
    assistant: name.optional(),
    commands: z.record(name, commandSchema).default({}),
  })
  .superRefine((settings, context) => {
    for (const { path, message } of [...dataProblems(settings), ...commandProblems(settings)]) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

/** Settings that were validated. */
export type FhirSettings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const fhirSettings = settingsReader<FhirSettings>(schema);

/** The settings of a running system. */
export const settingsOf = fhirSettings.of;
