/** The clinic's wall clock, and times as they are read back to whoever said them. */

export interface Local {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** How far ahead of UTC the zone is then. */
  readonly offsetMinutes: number;
}

export function localOf(atMs: number, zone: string): Local {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(new Date(atMs));
  const figure = (type: string): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const [year, month, day] = [figure('year'), figure('month'), figure('day')];
  const [hour, minute] = [figure('hour'), figure('minute')];
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const offsetMinutes = Math.round((asUtc - Math.floor(atMs / 60_000) * 60_000) / 60_000);
  return { year, month, day, hour, minute, offsetMinutes };
}

/** The local date and time of day: `2026-11-24T15:30`. */
export function wallOf(atMs: number, zone: string): string {
  const { offsetMinutes } = localOf(atMs, zone);
  return new Date(atMs + offsetMinutes * 60_000).toISOString().slice(0, 16);
}

/** "Tuesday 24 November at 15:30", of a local date with or without a time of day. */
export function readBack(value: string): string {
  const [date = '', clock] = value.split('T');
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(new Date(`${date}T00:00:00Z`));
  return clock === undefined ? day : `${day} at ${clock}`;
}
