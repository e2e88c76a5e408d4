/** The content security policy of a page with scripts and styles of its own, each by its hash. */
import { createHash } from 'node:crypto';

const known = new Map<string, string>();

/** Only what stands in the page itself runs, and it talks only to where it came from. */
export function contentPolicy(html: string): string {
  const before = known.get(html);
  if (before !== undefined) return before;
  const policy = [
    "default-src 'none'",
    "connect-src 'self'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    `script-src ${sources(html, 'script')}`,
    `style-src ${sources(html, 'style')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  known.clear();
  known.set(html, policy);
  return policy;
}

function sources(html: string, tag: 'script' | 'style'): string {
  const inline = new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}\\s*>`, 'giu');
  const hashes = [...html.matchAll(inline)].map(([, text]) => {
    const digest = createHash('sha256')
      .update((text ?? '').replaceAll(/\r\n?/gu, '\n'))
      .digest('base64');
    return `'sha256-${digest}'`;
  });
  return hashes.length === 0 ? "'none'" : [...new Set(hashes)].join(' ');
}
