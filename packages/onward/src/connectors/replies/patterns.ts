/** Patterns over plain words: written as words, bounded, and read once. */

/** Words, parted by blanks, as alternatives of a pattern. */
export function alternatives(...lines: readonly string[]): string {
  return `(?:${lines.flatMap((line) => line.split(' ')).join('|')})`;
}

/** One expression that matches where any of the patterns does. */
export function anyOf(...patterns: readonly string[]): RegExp {
  return new RegExp(patterns.map((each) => `(?:${each})`).join('|'));
}
