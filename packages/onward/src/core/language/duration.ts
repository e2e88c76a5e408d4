/** The written forms of time that are a program's own (`1d12h`, `09:00`). */
export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** `90s`, `15m`, `24h`, `3d`, `2w`, or several of them, largest first: `1d12h`. */
export const durationPattern =
  /^(?=\d)(?:(\d{1,6})w)?(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/u;

/** Ten years: whatever is longer is a slip. */
const longestMs = 3660 * dayMs;

/** Milliseconds of a duration such as `1d12h`; undefined when it is not one, or over ten years. */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  const unitsMs = [weekMs, dayMs, hourMs, minuteMs, secondMs];
  const ms = unitsMs.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit, 0);
  return ms <= longestMs ? ms : undefined;
}

/** Minutes since local midnight of `HH:MM`, where `24:00` is the end of the day. */
export function parseClock(text: string): number | undefined {
  const match = /^(\d{2}):(\d{2})$/u.exec(text);
  if (match === null) return undefined;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  const total = hours * 60 + minutes;
  return minutes < 60 && total <= 24 * 60 ? total : undefined;
}
