/** What settings say about the links of messages. */
import type * as z from 'zod';
import { duration } from '../duration.ts';
import { linkedText } from '../templates/settings.ts';
import type { Texts } from '../templates/render.ts';

export const linkSettings = {
  /** For how long a link answers. */
  'links-for': duration.default(30 * 86_400_000),
};

/** Links need the address that they lead to. */
export function checkLinked(
  settings: Pick<Texts, 'templates'> & { readonly 'public-url'?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  const path = linkedText(settings);
  if (path === undefined || settings['public-url'] !== undefined) return;
  const message = 'Links need `public-url`: a variable with the public address of the system.';
  context.addIssue({ code: 'custom', path: [...path], message });
}
