/**
 * A clinic in the middle of its work: 2,000 people of the telehealth program at all steps, two
 * weeks of days, on a real server. What happens is drawn from each person's number, so that it is
 * the same each time; it ends on a Monday at 08:00 in the clinic's zone.
 */
const dayMs = 86_400_000;
const hourMs = 3_600_000;

interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Person {
  readonly name: string;
  readonly number: number;
  /** The day on which they pay. */
  readonly from: number;
}

interface Life {
  readonly day: number;
  readonly system: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly people: number;
  /** Called with each day that is over. */
  readonly onDay?: (day: number, of: number) => void;
}

const days = 14;

/** Lives the days, and comes to a Monday morning. */
export async function live(url: string, { people, onDay }: World): Promise<void> {
  const all = Array.from({ length: people }, (_, number): Person => {
    return { name: `patient-${number}`, number, from: number % (days - 2) };
  });
  await moveTo(url, mondayAfter(await nowAt(url)));
  const start = await nowAt(url);
  for (let day = 0; day < days; day++) {
    const at = start + day * dayMs;
    const events = all.flatMap((person) => {
      const today = lifeOf(person, start).filter((each) => each.day === day);
      return today.map((each) => eventOf(person, each, at));
    });
    await send(url, events);
    await work(url, day);
    await moveTo(url, at + dayMs);
    onDay?.(day + 1, days);
  }
}

/** What happens to a person outside, day by day. */
function lifeOf({ name, number, from }: Person, start: number): readonly Life[] {
  const luck = (salt: number): number => ((number * 7_919 + salt * 104_729) % 1_000) / 1_000;
  const patient = { patient: name };
  const visit = { ...patient, appointment: `appointment-${number}` };
  const lives: Life[] = [
    { day: from, system: 'billing', event: 'checkout.completed', data: { subject: name } },
  ];
  if (luck(1) < 0.06) return lives;
  lives.push({ day: from, system: 'billing', event: 'payment.succeeded', data: { subject: name } });
  if (luck(2) < 0.12) return lives;
  const form = from + (luck(3) < 0.7 ? 1 : 2);
  const complete = luck(4) > 0.1;
  lives.push({
    day: form,
    system: 'forms',
    event: 'intake.submitted',
    data: { ...patient, complete },
  });
  if (!complete || luck(5) < 0.12) return lives;
  const booked = form + 1;
  const seen = booked + 2;
  const begins = new Date(start + seen * dayMs + 6 * hourMs).toISOString();
  const when = { ...visit, start: begins };
  lives.push({ day: booked, system: 'scheduler', event: 'appointment.booked', data: when });
  if (luck(6) < 0.08) {
    lives.push({ day: seen, system: 'scheduler', event: 'appointment.no-show', data: visit });
    return lives;
  }
  if (luck(7) < 0.05) return lives;
  lives.push({ day: seen, system: 'scheduler', event: 'appointment.arrived', data: visit });
  if (luck(8) < 0.15) return lives;
  const result = { ...patient, abnormal: luck(9) < 0.2 };
  lives.push({ day: seen + 2, system: 'lab', event: 'result.final', data: result });
  return lives;
}

function eventOf({ number }: Person, { day, system, event, data }: Life, at: number): CloudEvent {
  return {
    specversion: '1.0',
    id: `${system}.${event}.${number}.${day}`,
    source: system,
    type: `${system}.${event}`,
    time: new Date(at).toISOString(),
    data,
  };
}

async function send(url: string, events: readonly CloudEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += 500) {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events.slice(from, from + 500)),
    });
    if (!response.ok) throw new Error(`The events were refused: ${response.status}`);
  }
}

interface Task {
  readonly id: string;
  readonly owner: string;
  readonly actions: readonly { readonly name: string; readonly with: object }[];
}

/** On working days staff do the first tasks that need nothing stated. */
async function work(url: string, day: number): Promise<void> {
  if (day % 7 > 4) return;
  const response = await fetch(`${url}/v1/obligations?kind=task&limit=200`);
  const { obligations } = (await response.json()) as { obligations: readonly Task[] };
  const doable = obligations.flatMap(({ id, owner, actions }) => {
    const action = actions.find((each) => Object.keys(each.with).length === 0);
    return action === undefined ? [] : [{ id, owner, action: action.name }];
  });
  await Promise.all(
    doable.slice(0, 60).map(async ({ id, owner, action }) => {
      await fetch(`${url}/v1/obligations/${id}/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ action, actor: staff[owner] ?? 'p-001' }),
      });
    }),
  );
}

const staff: Readonly<Record<string, string>> = {
  'billing-desk': 'p-101',
  onboarding: 'p-201',
  scheduling: 'p-302',
  'care-team': 'p-401',
  'lab-desk': 'p-501',
  'medical-director': 'p-002',
};

async function nowAt(url: string): Promise<number> {
  const { now } = (await (await fetch(`${url}/v1/dev/clock`)).json()) as { now: string };
  return Date.parse(now);
}

async function moveTo(url: string, at: number): Promise<void> {
  const response = await fetch(`${url}/v1/dev/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: new Date(at).toISOString() }),
  });
  if (!response.ok) throw new Error(`The clock did not move: ${response.status}`);
}

/** The next Monday, 08:00 in New York (13:00 or 12:00 UTC). */
function mondayAfter(now: number): number {
  const zone = new Intl.DateTimeFormat('en', {
    timeZone: 'America/New_York',
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const full = Math.ceil(now / hourMs) * hourMs;
  for (let at = full; ; at += hourMs) {
    if (zone.format(at).replaceAll(/\W+/gu, ' ').trim() === 'Mon 08') return at;
  }
}
