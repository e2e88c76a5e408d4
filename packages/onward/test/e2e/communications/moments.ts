/** Moments around the send of a reminder, and what may happen to its visit just then. */
import { expect } from 'vitest';
import type { Clinic } from './clinic.ts';
import { day, hour, minute } from './clinic.ts';
import { Person } from './person.ts';

/** How long a provider that is held back is waited for. */
const patient = { timeout: 10_000 };

/** One person's visit, at a moment. */
export class Life {
  readonly clinic: Clinic;
  readonly person: Person;
  /** When the visit was to be at first. */
  readonly start: number;
  readonly journey: string;
  /** What was true, from when on; by the monotonic clock of the process. */
  readonly truths: { readonly since: number; readonly when: string }[];
  /** Lets go of whatever a provider holds back. */
  release: () => void = () => undefined;
  isHeld = false;

  private constructor(parts: Pick<Life, 'clinic' | 'person' | 'start' | 'journey'>) {
    this.clinic = parts.clinic;
    this.person = parts.person;
    this.start = parts.start;
    this.journey = parts.journey;
    this.truths = [{ since: 0, when: parts.person.writes(parts.start) }];
  }

  static async begin(clinic: Clinic, start: number): Promise<Life> {
    const person = new Person(clinic);
    const journey = await person.book('visit', start);
    return new Life({ clinic, person, start, journey });
  }

  /** When the reminder of the first time is due. */
  get due(): number {
    return this.start - 3 * day;
  }

  async moveTo(start: number): Promise<void> {
    await this.person.move('visit', start);
    const when = this.person.writes(start);
    this.truths.push({ since: performance.now(), when });
    await this.settle(when);
  }

  async cancel(): Promise<void> {
    await this.person.cancel('visit');
    this.truths.push({ since: performance.now(), when: '' });
    await this.settle('');
  }

  /** What is held back by a provider is no reason for others to wait. */
  private async settle(when: string): Promise<void> {
    if (!this.isHeld) return this.clinic.idle();
    await expect.poll(async () => (await this.person.told()).at(-1)?.when, patient).toBe(when);
  }

  hold(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.isHeld = true;
    this.release = resolve;
    return promise;
  }
}

/** Brings a life to its moment. */
export type Moment = (clinic: Clinic) => Promise<Life>;

/** Ten in the morning in New York, some days from now. */
export function morning({ now }: Clinic, days: number): number {
  return Math.ceil((now + days * day) / day) * day + 15 * hour;
}

async function due(clinic: Clinic): Promise<Life> {
  const life = await Life.begin(clinic, morning(clinic, 5));
  await clinic.pass(life.due);
  return life;
}

export const moments: Readonly<Record<string, Moment>> = {
  async 'before it is due'(clinic) {
    const life = await Life.begin(clinic, morning(clinic, 5));
    await clinic.pass(life.due - hour);
    return life;
  },

  async 'while it waits for the hours'(clinic) {
    const life = await Life.begin(clinic, morning(clinic, 5) - 4 * hour);
    await clinic.pass(life.due + hour);
    expect((await clinic.messages(life.journey))[0]).toMatchObject({ fate: 'planned' });
    return life;
  },

  async 'while it waits for room in the day'(clinic) {
    const life = await Life.begin(clinic, morning(clinic, 5));
    await life.person.book('other', life.start - hour);
    await clinic.pass(life.due + minute);
    const [row] = await clinic.messages(life.journey);
    expect(row).toMatchObject({ fate: 'deferred' });
    return life;
  },

  async 'while its provider takes nothing'(clinic) {
    const life = await Life.begin(clinic, morning(clinic, 5));
    clinic.world.down = { status: 429, body: { code: 20429 } };
    clinic.jump(life.due);
    await clinic.idle();
    expect(life.person.kept).toEqual([]);
    life.release = () => {
      clinic.world.down = undefined;
    };
    return life;
  },

  async 'while its provider answers'(clinic) {
    const life = await Life.begin(clinic, morning(clinic, 5));
    await clinic.pass(life.due - 1);
    clinic.world.hold = life.hold();
    clinic.jump(life.due);
    await expect.poll(() => clinic.world.hold === undefined, patient).toBe(true);
    return life;
  },

  'while its receipt is awaited': due,

  async 'after it was delivered'(clinic) {
    const life = await due(clinic);
    for (const kept of life.person.kept) await clinic.receipt(kept, 'delivered');
    return life;
  },

  async 'while it goes over the next channel'(clinic) {
    const life = await due(clinic);
    const { person } = life;
    clinic.moods.set(person.email, { hold: life.hold() });
    for (const kept of person.kept) await clinic.receipt(kept, 'undelivered');
    await expect.poll(() => clinic.moods.get(person.email)?.isAsked, patient).toBe(true);
    return life;
  },

  async 'after the next channel has taken it'(clinic) {
    const life = await due(clinic);
    for (const kept of life.person.kept) await clinic.receipt(kept, 'failed');
    await clinic.idle();
    expect(life.person.mails).toHaveLength(1);
    return life;
  },
};

/** What happens to the visit; the time that is true afterwards, undefined where there is none. */
export type Way = (life: Life) => Promise<number | undefined>;

export const ways: Readonly<Record<string, Way>> = {
  async moved(life) {
    const start = life.start + 5 * day;
    await life.moveTo(start);
    return start;
  },
  async 'moved twice'(life) {
    await life.moveTo(life.start + 4 * day);
    const start = life.start + 6 * day;
    await life.moveTo(start);
    return start;
  },
  async 'moved away and back'(life) {
    await life.moveTo(life.start + 4 * day);
    await life.moveTo(life.start);
    return life.start;
  },
  async cancelled(life) {
    await life.cancel();
    return undefined;
  },
  async 'moved, then cancelled'(life) {
    await life.moveTo(life.start + 4 * day);
    await life.cancel();
    return undefined;
  },
};
