/** Known identifiers are replaced before a text leaves, and put back in what is quoted from it. */

export interface Pseudonymised {
  readonly texts: readonly string[];
  /** A quotation with the words that stood there. */
  readonly restore: (quoted: string) => string;
}

/** One or two words after what says that a name follows; too much masked is put back later. */
const name = String.raw`[\p{L}'’-]+(?: [\p{L}'’-]+)?`;

const streets = 'street|st|road|rd|lane|ln|avenue|ave|drive|close|court|way|boulevard|blvd';

/** Found by their shape, whether known or not: whom somebody names, addresses, long numbers. */
const shapes = [
  String.raw`(?<=\b(?:my name(?:[’']?s| is)|name is|i am called|regards,?|signed,?) )${name}`,
  String.raw`(?<=\b(?:mrs?|ms|miss|dr|doctor|nurse)\.? )${name}`,
  String.raw`\b\d+[a-z]? (?:[\p{L}'’]+ ){1,3}(?:${streets})\b`,
  String.raw`\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b`,
  String.raw`\b\d{1,2}[\/.-]\d{1,2}[\/.-]\d{2,4}\b`,
  String.raw`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}`,
  String.raw`https?:\/\/\S+`,
  String.raw`\+?\(?\d(?:[\s().\/-]{0,2}\d){6,}`,
];
/** One letter would be replaced everywhere, and says nothing of anybody. */
const leastLength = 2;

/** `known`: names, numbers and addresses of the person, and of those who are named with them. */
export function pseudonymised(texts: readonly string[], known: readonly string[]): Pseudonymised {
  const marks = new Map<string, string>();
  const words = new Map<string, string>();
  const markOf = (found: string): string => {
    const mark = marks.get(found) ?? `[[${marks.size + 1}]]`;
    marks.set(found, mark);
    words.set(mark, found);
    return mark;
  };
  const own = known
    .filter((each) => each.trim().length >= leastLength)
    .toSorted((a, b) => b.length - a.length)
    .map(patternOf);
  const pattern = new RegExp([...own, ...shapes].join('|'), 'giu');
  return {
    texts: texts.map((text) => text.replace(pattern, markOf)),
    restore: (quoted) => quoted.replaceAll(/\[\[\d+\]\]/g, (mark) => words.get(mark) ?? mark),
  };
}

/** A name as a whole word, however it is spaced; a number however it is grouped. */
function patternOf(identifier: string): string {
  const digits = identifier.replaceAll(/\D/g, '');
  const isNumber = digits.length >= 5 && !/\p{L}/u.test(identifier);
  const inner = isNumber
    ? digits.split('').join(String.raw`[\s().\/-]*`)
    : identifier
        .trim()
        .split(/\s+/)
        .map(escaped)
        .join(String.raw`\s+`);
  return String.raw`(?<![\p{L}\p{N}])${inner}(?![\p{L}\p{N}])`;
}

const escaped = (word: string): string => word.replaceAll(/[^\p{L}\p{N}]/gu, String.raw`\$&`);
