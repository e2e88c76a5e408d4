/**
 * The page behind a link: a question and one button, or what became of it. It names no clinic, no
 * visit and no person, runs nothing, loads nothing, and is kept by nobody on its way.
 */
import { createHash } from 'node:crypto';
import type { Page } from '../../core/index.ts';
import type { LinkAction } from '../templates/link-action.ts';
import type { PageWords } from './page-words.ts';
import { pageWords } from './page-words.ts';

export type PageKind =
  | { readonly kind: 'asking' | 'taken'; readonly action: LinkAction }
  | { readonly kind: 'expired' | 'unknown' | 'later' };

const style = [
  ':root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}',
  'body{margin:0 auto;max-width:32rem;padding:2rem 1rem}',
  'h1{font-size:1.5rem;line-height:1.25}',
  'button{font:inherit;padding:.75rem 1.5rem;border:2px solid;border-radius:.5rem;cursor:pointer}',
  'button:focus-visible{outline:3px solid;outline-offset:3px}',
].join('');
const styleHash = createHash('sha256').update(style).digest('base64');

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  // The address is the answer: no other site is to learn it.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

const statuses = { asking: 200, taken: 200, expired: 410, unknown: 404, later: 503 } as const;

/** The page in the first language of the browser that there are words in. */
export function renderPage(page: PageKind, languages: string | undefined): Page {
  const { language, words } = pageWords(languages);
  const [title, text] = wordsOf(page, words);
  // Without an action the form goes to the address that the page came from.
  const form =
    page.kind === 'asking'
      ? ['<form method="post"><button name="pressed" value="yes">', '</button></form>'].join(
          words.buttons[page.action],
        )
      : '';
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title><style>${style}</style></head>`,
    `<body><main><h1>${title}</h1><p role="status">${text}</p>${form}</main></body></html>`,
  ].join('');
  return { status: statuses[page.kind], headers, html };
}

function wordsOf(page: PageKind, words: PageWords): readonly [string, string] {
  if (page.kind === 'asking') return [words.questions[page.action], words.asking];
  if (page.kind === 'taken') return [words.taken[page.action], words.close];
  return words[page.kind];
}
