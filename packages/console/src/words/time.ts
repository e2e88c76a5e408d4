/** Times as people read them: how long from now, and when exactly in the zone that matters. */
import { t } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in its largest fitting units: "3 d", "2 h 5 min". Milliseconds in. */
export function lasting(ms: number): string {
  const size = Math.abs(ms);
  if (size < minute) return t('time.seconds', { n: Math.floor(size / 1_000) });
  const minutes = Math.round(size / minute);
  if (minutes < 60) return t('time.minutes', { n: minutes });
  if (minutes < 10 * 60 && minutes % 60 !== 0) {
    return t('time.hours-minutes', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  }
  const hours = Math.round(size / hour);
  if (hours < 24) return t('time.hours', { n: hours });
  if (hours < 7 * 24 && hours % 24 !== 0) {
    return t('time.days-hours', { days: Math.floor(hours / 24), hours: hours % 24 });
  }
  const days = Math.round(size / day);
  return days < 2 * 365
    ? t('time.days', { n: days })
    : t('time.years', { n: Math.round(days / 365.25) });
}

/** "in 2 h" or "3 d ago". */
export function relative(at: number, now: number): string {
  const ms = at - now;
  if (Math.abs(ms) < 30_000) return t('time.now');
  return ms > 0 ? t('time.in', { span: lasting(ms) }) : t('time.ago', { span: lasting(ms) });
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, style: keyof typeof styles): Intl.DateTimeFormat {
  const key = `${zone} ${style}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    ...styles[style],
  });
  formats.set(key, made);
  return made;
}

const short = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const;
const styles = {
  short,
  far: { ...short, weekday: undefined, year: 'numeric' },
  full: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** "Mon, Jan 5, 09:30", in a zone; of half a year from now and farther "Jan 5, 2031, 09:30". */
export function shortTime(at: number, zone: string, now: number): string {
  return format(zone, Math.abs(at - now) < 183 * day ? 'short' : 'far').format(at);
}
/** With the year, the seconds and the zone. */
export const fullTime = (at: number, zone: string): string => format(zone, 'full').format(at);
export const dayName = (at: number, zone: string): string => format(zone, 'day').format(at);
export const clockTime = (at: number, zone: string): string => format(zone, 'clock').format(at);
