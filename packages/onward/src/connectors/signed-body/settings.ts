/** How the deliveries of a system are signed, as its settings say. */
import * as z from 'zod';
import { variable } from '../problems.ts';

const header = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'Write the name of a header in small letters.');

const bodyMark = '{body}';
const timeMark = '{timestamp}';

/** What is signed: text with `{timestamp}` where there is one, and `{body}` at its end. */
const content = z
  .string()
  .max(64)
  .refine(
    (text) => text.endsWith(bodyMark) && text.split(bodyMark).length === 2,
    'Write what is signed, with {body} at its end, such as {timestamp}.{body}.',
  );

const scheme = z
  .strictObject({
    header,
    /** The only one; written so that a program says what it relies on. */
    algorithm: z.literal('sha256').default('sha256'),
    encoding: z.enum(['hex', 'base64']),
    /** What stands before each signature: `sha256=`. */
    prefix: z.string().max(16).default(''),
    /** Header with the signed time in seconds; what is more than five minutes off is refused. */
    timestamp: header.optional(),
    content: content.optional(),
  })
  .superRefine((given, context) => {
    if (given.content === undefined) return;
    if (given.content.includes(timeMark) === (given.timestamp !== undefined)) return;
    const message = 'A timestamp is named and signed, or neither: a time nobody signed is no time.';
    context.addIssue({ code: 'custom', path: ['content'], message });
  });

/** Members that settings of a signed system have; without `signature`: Standard Webhooks. */
export const signedBody = {
  secret: variable,
  signature: scheme.optional(),
};

/** A scheme of one HMAC in a header. */
export type Scheme = z.infer<typeof scheme>;

/** What of the settings a signature is checked by. */
export interface SignedBody {
  readonly secret: string;
  readonly signature?: Scheme | undefined;
}

/** The signed text before the body, with a delivery's timestamp in its place. */
export function signedPrefix({ content: text, timestamp }: Scheme, given: string): string {
  const whole = text ?? (timestamp === undefined ? bodyMark : `${timeMark}.${bodyMark}`);
  return whole.slice(0, -bodyMark.length).replaceAll(timeMark, () => given);
}
