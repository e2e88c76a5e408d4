/**
 * Hours in which the law of a region lets people be written to, as data: by the clock of the
 * recipient. They are for messages in general; a program may write its own, which win. Regions are
 * ISO 3166-1 and 3166-2 codes in lower case. A country's hours hold in each of its parts that has
 * none. This is a table for engineers, not advice of a lawyer.
 */
import type { Calendar, Shift } from '../language/model.ts';

interface Region {
  /** Monday first. */
  readonly week: readonly (readonly Shift[])[];
  /** The rule the hours are of. */
  readonly source: string;
}

function daily(from: number, to: number): Region['week'] {
  return Array.from({ length: 7 }, () => [[from * 60, to * 60]]);
}

const regions: Readonly<Record<string, Region>> = {
  us: { week: daily(8, 21), source: '47 CFR 64.1200(c)(1)' },
  'us-ct': { week: daily(9, 20), source: 'Conn. Gen. Stat. 42-288a' },
  'us-fl': { week: daily(8, 20), source: 'Fla. Stat. 501.616(6)' },
  'us-md': { week: daily(8, 20), source: 'Md. Code, Com. Law 14-4502' },
  'us-ok': { week: daily(8, 20), source: 'Okla. Stat. tit. 15, 775C.4' },
  'us-tx': {
    week: weekAndSunday(daily(9, 21), [[720, 1260]]),
    source: 'Tex. Bus. & Com. Code 301.051',
  },
  'us-wa': { week: daily(8, 20), source: 'RCW 80.36.390' },
};

function weekAndSunday(week: Region['week'], sunday: readonly Shift[]): Region['week'] {
  return [...week.slice(0, 6), sunday];
}

/** The week of a region or, where it has none, of its country. */
export function weekOfRegion(
  region: string,
  own: Readonly<Record<string, Pick<Calendar, 'week'>>>,
): Calendar['week'] | undefined {
  const [country = ''] = region.split('-');
  for (const name of [region, country]) {
    const found = Object.hasOwn(own, name) ? own[name] : undefined;
    const known = Object.hasOwn(regions, name) ? regions[name] : undefined;
    const week = found?.week ?? known?.week;
    if (week !== undefined) return week;
  }
  return undefined;
}
