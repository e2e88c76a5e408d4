/**
 * A locale that nobody speaks: longer, accented, and bracketed, so that what is not translated
 * shows.
 */

const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  y: 'ý',
  n: 'ñ',
  c: 'ç',
  s: 'š',
  z: 'ž',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  N: 'Ñ',
  C: 'Ç',
  S: 'Š',
  Z: 'Ž',
};

/**
 * Words outside braces, and inside the branches of a plural, are changed; names and keywords stay.
 */
export function pseudo(message: string): string {
  return `⟦${changed(message)}⟧`;
}

function changed(message: string): string {
  let out = '';
  let index = 0;
  while (index < message.length) {
    const char = message.charAt(index);
    if (char === '{') {
      const end = closing(message, index);
      out += argument(message.slice(index + 1, end));
      index = end + 1;
    } else {
      out += accents[char] ?? char;
      index += 1;
    }
  }
  return out;
}

function argument(inside: string): string {
  if (!/,\s*(?:plural|select|selectordinal)\s*,/u.test(inside)) return `{${inside}}`;
  let out = '{';
  let index = 0;
  while (index < inside.length) {
    const open = inside.indexOf('{', index);
    if (open === -1) return `${out}${inside.slice(index)}}`;
    const end = closing(inside, open);
    out += `${inside.slice(index, open)}{${changed(inside.slice(open + 1, end))}}`;
    index = end + 1;
  }
  return `${out}}`;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    if (text.charAt(index) === '{') depth += 1;
    if (text.charAt(index) === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return text.length - 1;
}
