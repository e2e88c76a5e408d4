/** A person of the clinic: how they are reached, what they were told, in which order. */
import PostalMime from 'postal-mime';
import type { TakenMail } from '../../../src/connectors/smtp/server.fixture.ts';
import type { KeptMessage } from '../../../src/connectors/twilio/twilio.fixture.ts';
import type { Answer, Clinic } from './clinic.ts';

/** Something that a provider has taken for the person. */
export interface Told {
  readonly over: 'sms' | 'email';
  /** The first word: what is said of the visit. */
  readonly kind: string;
  /** The time that it states, as it is written; empty where none is. */
  readonly when: string;
  /** When its provider had it in hand, on the monotonic clock of the process. */
  readonly since: number;
  /** When it was sent, by the clock of the clinic. */
  readonly at: number;
  /** It never came: its provider has said so. */
  readonly isLost: boolean;
}

let count = 0;

export class Person {
  readonly patient: string;
  readonly phone: string;
  readonly email: string;
  readonly zone: string;
  readonly clinic: Clinic;

  constructor(clinic: Clinic, zone = 'America/New_York') {
    const number = ++count;
    this.clinic = clinic;
    this.patient = `p-${number}`;
    this.phone = `+1555010${String(1_000 + number)}`;
    this.email = `person-${number}@example.com`;
    this.zone = zone;
  }

  /** Books a visit; its journey. */
  async book(visit: string, start: number, type = 'booked'): Promise<string> {
    const { phone, email, zone } = this;
    const about = { phone, email, zone, start: new Date(start).toISOString() };
    const { journeys } = await this.say(type, visit, about);
    return journeys[0] ?? '';
  }

  move(visit: string, start: number): Promise<Answer> {
    return this.say('moved', visit, { start: new Date(start).toISOString() });
  }

  cancel(visit: string): Promise<Answer> {
    return this.say('cancelled', visit, {});
  }

  private say(type: string, visit: string, about: object): Promise<Answer> {
    const { patient } = this;
    return this.clinic.tell(type, { patient, visit: `${patient}-${visit}`, ...about });
  }

  texts(words: string): Promise<Answer> {
    return this.clinic.texts(this.phone, words);
  }

  /** Texts that Twilio has taken for this person. */
  get kept(): readonly KeptMessage[] {
    return this.clinic.world.kept.filter(({ to }) => to === this.phone);
  }

  /** Mails that the server has taken for this person. */
  get mails(): readonly TakenMail[] {
    return this.clinic.mails.taken.filter(({ to }) => to.includes(this.email));
  }

  /** All that reached the person, in the order in which its providers had it. */
  async told(): Promise<readonly Told[]> {
    return (await this.taken()).filter(({ isLost }) => !isLost);
  }

  /** The same with what never came. */
  async taken(): Promise<readonly Told[]> {
    const texts = this.kept.map(({ body, since = 0, dateCreated: at, status = '' }) => {
      const isLost = ['failed', 'undelivered'].includes(status);
      return { over: 'sms', body, since, at, isLost } as const;
    });
    const mails = await Promise.all(
      this.mails.map(async ({ text, since }) => {
        const { text: body = '', date = '' } = await PostalMime.parse(text);
        return { over: 'email', body, since, at: Date.parse(date), isLost: false } as const;
      }),
    );
    return [...texts, ...mails]
      .toSorted((a, b) => a.since - b.since)
      .map(({ body, ...rest }) => ({ ...rest, ...readWords(body) }));
  }

  /** A time as texts to this person state it. */
  writes(start: number): string {
    const { zone: timeZone } = this;
    const date = { weekday: 'long', month: 'long', day: 'numeric', timeZone } as const;
    const time = { hour: 'numeric', minute: '2-digit', timeZone } as const;
    const say = (options: Intl.DateTimeFormatOptions): string =>
      new Intl.DateTimeFormat('en-US', options).format(start).replaceAll(/\s/gu, ' ');
    return `${say(date)}, ${say(time)}`;
  }
}

function readWords(body: string): Pick<Told, 'kind' | 'when'> {
  const [, kind = '', when = ''] = /^(\w+)(?:: (.+? [AP]M))?/u.exec(body) ?? [];
  return { kind, when };
}
