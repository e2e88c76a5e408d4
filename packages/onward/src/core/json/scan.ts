/**
 * One pass over a JSON text before it is parsed: how deep it nests and how many members it names.
 */

export interface Scan {
  /** Members of all objects, repeated keys among them: the colons outside strings. */
  readonly members: number;
  readonly depth: number;
}

const quote = 0x22;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Counts without judging: text that is not JSON gives counts that mean nothing, and the parser
 * refuses it afterwards. Strings are skipped by `indexOf`, which the engine does many bytes at a
 * time.
 */
export function scan(text: string): Scan {
  let members = 0;
  let level = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case colon:
        members++;
        break;
      case openObject:
      case openList:
        if (++level > depth) depth = level;
        break;
      case closeObject:
      case closeList:
        level--;
        break;
      default:
    }
  }
  return { members, depth };
}

/**
 * Index of the quote that ends the string opened at `start`; the text's length when there is none.
 */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
