/** The page of the chat: one form that a keyboard and a screen reader can use. */
import type { Message } from '../assistant/index.ts';
import { publicPage } from '../connectors/index.ts';
import type { Page } from '../core/index.ts';

export type ChatView =
  | { readonly kind: 'unknown' | 'expired' }
  | {
      readonly kind: 'talking';
      readonly messages: readonly Message[];
      readonly isUrgent: boolean;
      /** Tells one sending of the form from another. */
      readonly nonce: string;
    };

/** UTF-16 units, as browsers count them: a line's end is one, and comes as two. */
const longestText = 4_000;

const style = [
  'body{margin:0 auto;max-width:36rem;padding:1.5rem 1rem}',
  'ol{list-style:none;margin:0 0 1.5rem;padding:0}',
  'li{border:1px solid;border-radius:.5rem;margin:.75rem 0;padding:.5rem .75rem}',
  'li.you{margin-inline-start:3rem}li.us{margin-inline-end:3rem}',
  'li.alert{border-width:3px;font-weight:600}',
  'li p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}',
  'li .who{font-size:.875rem;font-weight:600}',
  'label{display:block;font-weight:600}',
  'textarea{box-sizing:border-box;font:inherit;width:100%;min-height:5rem;padding:.5rem}',
  'button{margin-top:.5rem;padding:.5rem 1.5rem}',
].join('');
export function chatPage(view: ChatView): Page {
  switch (view.kind) {
    case 'unknown':
      return whole(404, 'This link does not work', plain('Open it as it was sent to you.'));
    case 'expired':
      return whole(410, 'This link is too old', plain('Ask us for a new one, or call us.'));
    case 'talking': {
      const last = view.messages.findLastIndex(({ who }) => who === 'assistant');
      const items = view.messages.map((each, at) => {
        return itemOf(each, { isLast: at === last, isUrgent: view.isUrgent && at === last });
      });
      const list = `<ol role="log" aria-label="Messages">${items.join('')}</ol>`;
      return whole(200, 'Write to us', `${list}${formOf(view.nonce)}`);
    }
  }
}

const plain = (text: string): string => `<p role="status">${text}</p>`;

interface Shown {
  readonly isLast: boolean;
  readonly isUrgent: boolean;
}

function itemOf({ who, text }: Message, { isLast, isUrgent }: Shown): string {
  const isOurs = who !== 'person';
  const name = isOurs ? 'We' : 'You';
  const role = isUrgent ? ' role="alert"' : isLast ? ' role="status"' : '';
  const kind = `${isOurs ? 'us' : 'you'}${isUrgent ? ' alert' : ''}`;
  return `<li class="${kind}"${role}><p class="who">${name}</p><p>${escaped(text)}</p></li>`;
}

/** Without an action the form goes to the address that the page came from. */
function formOf(nonce: string): string {
  return [
    '<form method="post" autocomplete="off">',
    `<input type="hidden" name="nonce" value="${nonce}">`,
    '<label for="text">Your message</label>',
    `<textarea id="text" name="text" maxlength="${longestText}" required></textarea>`,
    '<button>Send</button></form>',
  ].join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function whole(status: number, title: string, content: string): Page {
  return publicPage({ status, language: 'en', title, content, style });
}
