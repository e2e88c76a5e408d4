/**
 * A page for anybody with a link: whole in one answer, without a script. It loads nothing, is kept
 * by nobody on its way, and tells no other site its address, which is what lets people in.
 */
import { createHash } from 'node:crypto';
import type { Page } from '../core/index.ts';

export interface PublicPage {
  readonly status: number;
  /** BCP 47. */
  readonly language: string;
  /** HTML, as the rest. */
  readonly title: string;
  /** Below the title. */
  readonly content: string;
  /** CSS beside what all pages share. */
  readonly style: string;
}

const shared = [
  ':root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}',
  'h1{font-size:1.5rem;line-height:1.25}',
  'button{font:inherit;min-height:2.75rem;cursor:pointer}',
  ':focus-visible{outline:3px solid;outline-offset:3px}',
].join('');

export function publicPage({ status, language, title, content, style }: PublicPage): Page {
  const css = shared + style;
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title><style>${css}</style></head>`,
    `<body><main><h1>${title}</h1>${content}</main></body></html>`,
  ].join('');
  return { status, headers: headersFor(css), html };
}

function headersFor(css: string): Page['headers'] {
  const hash = createHash('sha256').update(css).digest('base64');
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow',
  };
}
