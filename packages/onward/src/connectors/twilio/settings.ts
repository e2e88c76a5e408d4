/** What a program says about a Twilio account and the texts it sends through it. */
import * as z from 'zod';
import { linkSettings } from '../links/settings.ts';
import { settingsReader, variable } from '../problems.ts';
import { checkTemplates, templateSettings } from '../templates/settings.ts';
import { replyClasses } from '../replies/classes.ts';

/** A word or phrase that a person may send. */
const word = z.string().min(1).max(40);
const words = z.partialRecord(z.enum(replyClasses), z.array(word).max(50));

const schema = z
  .strictObject({
    /** The account's SID. */
    account: variable.default('TWILIO_ACCOUNT_SID'),
    /** The auth token, which signs webhooks and opens the API; several while one is rotated. */
    token: variable.default('TWILIO_AUTH_TOKEN'),
    /** The number to send from, in E.164. */
    from: variable.optional(),
    /** SID of the messaging service to send through, in place of a number. */
    service: variable.optional(),
    /** The public address at which Twilio reaches this system's deliveries. */
    'public-url': variable,
    /** Address of the API, where it is not Twilio's own. */
    url: variable.optional(),
    /** Segments that one text may have. */
    'max-segments': z.int().min(1).max(10).default(4),
    /** `own`: Twilio's handling of STOP, START and HELP is switched off; it answers none. */
    'opt-out': z.enum(['twilio', 'own']).default('twilio'),
    /** Words that people of this practice send, beside those that are known. */
    replies: words.default({}),
    ...linkSettings,
    ...templateSettings,
  })
  .superRefine((settings, context) => {
    if ((settings.from === undefined) === (settings.service === undefined)) {
      const message = 'Give one of `from` and `service`: a variable with the number or the SID.';
      context.addIssue({ code: 'custom', path: ['from'], message });
    }
    checkTemplates(settings, context);
  });

export type TwilioSettings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const twilioSettings = settingsReader<TwilioSettings>(schema);
