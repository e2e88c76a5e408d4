/** Closed words that follow from closed words, and local times as instants. */

const topics: Readonly<Record<string, string>> = {
  book: 'appointments',
  move: 'appointments',
  cancel: 'appointments',
  confirm: 'appointments',
  late: 'appointments',
  refill: 'medicines',
  result: 'results',
  referral: 'referrals',
  billing: 'billing',
  form: 'records',
  address: 'records',
  complaint: 'complaints',
  symptom: 'health',
};

/** What a message is about, for whoever routes it: an urgent one is about somebody's health. */
export function topicOf(intent: string, level: string): string {
  if (level === 'emergency' || level === 'review-now') return 'health';
  return topics[intent] ?? (level === 'soon' ? 'health' : 'other');
}

/** A local date and time of day as an instant; at a change of clocks, by the offset before it. */
export function instantAt(day: string, clock: string, zone: string): number {
  const wall = Date.parse(`${day}T${clock}:00Z`);
  const guess = wall - offsetMs(wall, zone);
  return wall - offsetMs(guess, zone);
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at));
  const figure = (type: string): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const date = [figure('year'), figure('month') - 1, figure('day')] as const;
  return Date.UTC(...date, figure('hour'), figure('minute'), figure('second')) - at;
}
