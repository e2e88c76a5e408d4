/** The page of a link that went out in a message, where an address is one. */
import type { PageVisit } from '../core/index.ts';
import type { ApiContext } from './context.ts';

/** Undefined where the address is no link of the system's messages. */
export function linkPage(
  { deps }: ApiContext,
  system: string,
  visit: PageVisit,
): Response | undefined {
  const page = deps.intake.page?.(system, visit);
  return page && new Response(page.html, { status: page.status, headers: page.headers });
}

/** The languages that a browser asks for. */
export function languagesOf(headers: Headers): Pick<PageVisit, 'languages'> {
  const languages = headers.get('accept-language');
  return languages === null ? {} : { languages };
}
