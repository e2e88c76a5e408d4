/**
 * The page behind a link: a question and one button, or what became of it. It names no clinic, no
 * visit and no person.
 */
import type { Page } from '../../core/index.ts';
import type { LinkAction } from '../templates/link-action.ts';
import { publicPage } from '../public-page.ts';
import type { PageWords } from './page-words.ts';
import { pageWords } from './page-words.ts';

export type PageKind =
  | { readonly kind: 'asking' | 'taken'; readonly action: LinkAction }
  | { readonly kind: 'expired' | 'unknown' | 'later' };

const style = [
  'body{margin:0 auto;max-width:32rem;padding:2rem 1rem}',
  'button{padding:.75rem 1.5rem;border:2px solid;border-radius:.5rem}',
].join('');

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
  const content = `<p role="status">${text}</p>${form}`;
  return publicPage({ status: statuses[page.kind], language, title, content, style });
}

function wordsOf(page: PageKind, words: PageWords): readonly [string, string] {
  if (page.kind === 'asking') return [words.questions[page.action], words.asking];
  if (page.kind === 'taken') return [words.taken[page.action], words.close];
  return words[page.kind];
}
