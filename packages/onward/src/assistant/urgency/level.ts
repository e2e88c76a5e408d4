/** How soon somebody must read what was said. */

/**
 * `emergency`: told to get help now, and a person is told; `review-now`: a person reads it within
 * minutes; `soon`: the same day; `routine` and `admin`: in its turn.
 */
export const levels = ['admin', 'routine', 'soon', 'review-now', 'emergency'] as const;
export type Level = (typeof levels)[number];

const rankOf = (level: Level): number => levels.indexOf(level);

/** The more urgent of two. */
export function higher(a: Level, b: Level): Level {
  return rankOf(b) > rankOf(a) ? b : a;
}

export function isAtLeast(level: Level, least: Level): boolean {
  return rankOf(level) >= rankOf(least);
}

export function isLevel(text: string): text is Level {
  return (levels as readonly string[]).includes(text);
}
