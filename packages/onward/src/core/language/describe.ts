/** Says spans and durations in plain words, for explanations and messages to people. */
import { dayMs, hourMs, minuteMs, secondMs } from './duration.ts';
import type { Span, Within } from './model.ts';

/** `2 business days`, `4 h of working time`, `24 h`. */
export function formatSpan(span: Span): string {
  switch (span.kind) {
    case 'wall':
      return formatDuration(span.ms);
    case 'business-days':
      return span.days === 1 ? '1 business day' : `${span.days} business days`;
    case 'business-time':
      return `${formatDuration(span.ms)} of working time`;
  }
}

/** A deadline: a span, or `2 h after appointment, or 14 d while it is not known`. */
export function formatWithin(within: Within): string {
  if (within.kind !== 'fact') return formatSpan(within);
  const { fact, offsetMs, otherwise } = within;
  const side = offsetMs < 0 ? 'before' : 'after';
  const when =
    offsetMs === 0 ? `at ${fact}` : `${formatDuration(Math.abs(offsetMs))} ${side} ${fact}`;
  return `${when}, or ${formatSpan(otherwise)} while it is not known`;
}

/** `24 h`, `1 d 12 h`, `3 d`, `90 s`; milliseconds below a second are left out. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  const whole = wholeUnit(ms);
  if (whole !== undefined) return whole;
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, unitMs] of units) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

const units: readonly (readonly [unit: string, ms: number])[] = [
  ['d', dayMs],
  ['h', hourMs],
  ['min', minuteMs],
  ['s', secondMs],
];

/** One day is said as 24 h, ninety seconds as 90 s: the way people write them. */
function wholeUnit(ms: number): string | undefined {
  if (ms === dayMs) return '24 h';
  if (ms > minuteMs && ms < 2 * minuteMs && ms % secondMs === 0) return `${ms / secondMs} s`;
  return undefined;
}
