/** Times for people: an instant in a stated zone, and how far apart two of them are. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `Mon 2026-03-02 09:00` in the zone. */
export function localTime(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  return `${part('weekday')} ${date} ${part('hour')}:${part('minute')}`;
}

/** `2026-03-02 14:00` of an ISO 8601 time in UTC. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

/** `2d 4h`, `35m`, `12s`: the two largest units that are not zero. */
export function lasting(ms: number): string {
  const rest = Math.abs(ms);
  if (rest < minuteMs) return `${Math.round(rest / 1000)}s`;
  const days = Math.floor(rest / dayMs);
  const hours = Math.floor((rest % dayMs) / hourMs);
  const minutes = Math.floor((rest % hourMs) / minuteMs);
  const units = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'm'],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ');
}
