/** The content security policy of a page: its scripts and styles, by hash or from its origin. */
import { createHash } from 'node:crypto';

const known = new Map<string, string>();

/**
 * Only what stands in the page itself, or in a file beside it, runs; it talks to where it came from
 * and, where it shows briefs, to the edge.
 */
export function contentPolicy(html: string, edge: string | undefined): string {
  const key = `${edge ?? ''}\n${html}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const policy = [
    "default-src 'none'",
    `connect-src 'self' ${edge ?? ''}`.trim(),
    "font-src 'self' data:",
    "img-src 'self' data:",
    `script-src ${sources(html, 'script')}`,
    `style-src ${sources(html, 'style')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  known.clear();
  known.set(key, policy);
  return policy;
}

function sources(html: string, tag: 'script' | 'style'): string {
  const inline = new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}\\s*>`, 'giu');
  const links = tag === 'script' ? /<script[^>]+\bsrc="\//iu : /<link[^>]+\brel="stylesheet"/iu;
  const own = links.test(html) ? ["'self'"] : [];
  const hashes = [...html.matchAll(inline)].flatMap(([, text]) => {
    if (text === '') return [];
    const digest = createHash('sha256')
      .update((text ?? '').replaceAll(/\r\n?/gu, '\n'))
      .digest('base64');
    return [`'sha256-${digest}'`];
  });
  const all = [...own, ...new Set(hashes)];
  return all.length === 0 ? "'none'" : all.join(' ');
}

/** The origin of an address; undefined where there is none. */
export function originOf(url: string | undefined): string | undefined {
  return url === undefined || !URL.canParse(url) ? undefined : new URL(url).origin;
}
