/**
 * A whole Onward in this process, on a database of its own, between systems that are real or stand
 * on loopback: a scheduler that signs what it tells, Twilio's API, a mail server. Its clock stands
 * still until it is moved.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SMTPServerOptions } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { openLog } from '../../../src/cli/compose/log.ts';
import { standingClock } from '../../../src/cli/compose/movable-clock.ts';
import { passTime } from '../../../src/cli/compose/pass-time.ts';
import { start } from '../../../src/cli/compose/start.ts';
import type { Running } from '../../../src/cli/compose/start.ts';
import type { LoopbackServer } from '../../../src/connectors/outbound.fixture.ts';
import { reply, serveMail } from '../../../src/connectors/smtp/server.fixture.ts';
import type { MailServer } from '../../../src/connectors/smtp/server.fixture.ts';
import {
  account,
  deliver,
  serveTwilio,
  status,
  text,
  token,
} from '../../../src/connectors/twilio/twilio.fixture.ts';
import type { KeptMessage, World } from '../../../src/connectors/twilio/twilio.fixture.ts';
import { notification } from '../../../src/edge/messages.fixture.ts';
import { clinicProgram } from './program.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Monday 2 November 2026, 10:00 in New York, the day after its clocks went back. */
const begin = Date.parse('2026-11-02T15:00:00Z');

const publicUrl = 'https://edge.clinic.example';
const secretOf = (byte: number): string => `whsec_${Buffer.alloc(24, byte).toString('base64')}`;
const schedulerSecret = secretOf(7);
const mailSecret = secretOf(9);

/** How the mail server takes mails to an address for now. */
export interface Mood {
  /** The reply code of a refusal. */
  readonly refuse?: number;
  readonly hold?: Promise<void>;
  /** A mail is waiting for the hold. */
  isAsked?: true;
}

export interface Answer {
  readonly status: number;
  readonly journeys: readonly string[];
}

/** A message as `GET /v1/journeys/:id/messages` has it. */
export interface ShownMessage {
  readonly template: string;
  readonly channel: string;
  readonly fate: string;
  readonly at: string;
  readonly why?: string;
  readonly known?: string;
  readonly sentence: string;
}

export class Clinic {
  readonly world: World;
  readonly mails: MailServer;
  /** By address. */
  readonly moods = new Map<string, Mood>();
  private readonly clock: ReturnType<typeof standingClock>;
  private readonly running: Running;
  private readonly close: () => Promise<void>;
  private serial = 0;

  private constructor(parts: {
    readonly world: World;
    readonly mails: MailServer;
    readonly clock: ReturnType<typeof standingClock>;
    readonly running: Running;
    readonly moods: Map<string, Mood>;
    readonly close: () => Promise<void>;
  }) {
    this.world = parts.world;
    this.mails = parts.mails;
    this.clock = parts.clock;
    this.running = parts.running;
    this.moods = parts.moods;
    this.close = parts.close;
  }

  static async open(): Promise<Clinic> {
    const folder = await mkdtemp(join(tmpdir(), 'onward-communications-'));
    const clock = standingClock(begin);
    const world: World = { kept: [], now: () => clock.now() };
    const moods = new Map<string, Mood>();
    const mails = await serveMail({ disabledCommands: ['STARTTLS'], onRcptTo: moody(moods) });
    const twilio = await serveTwilio(world);
    const running = await run(folder, clock, variablesOf({ mails, twilio }));
    const close = async (): Promise<void> => {
      await running.stop();
      await twilio.close();
      await mails.close();
      await rm(folder, { recursive: true, force: true });
    };
    return new Clinic({ world, mails, clock, running, moods, close });
  }

  stop(): Promise<void> {
    return this.close();
  }

  get now(): number {
    return this.clock.now();
  }

  /** Lets time pass, deadline by deadline. */
  async pass(until: number): Promise<void> {
    await passTime({ engine: this.running.engine, clock: this.clock }, until);
  }

  /** What is in hand now comes to its end. */
  idle(): Promise<void> {
    return this.running.engine.idle();
  }

  /** Moves the clock and waits for nothing: what is due now is begun. */
  jump(until: number): void {
    this.clock.moveTo(until);
  }

  /** What the scheduler tells, signed. */
  async tell(type: string, about: object): Promise<Answer> {
    const id = `ev_${++this.serial}`;
    const at = new Date(this.now).toISOString();
    const body = JSON.stringify({ id, type, at, ...about });
    return this.post('/in/scheduler', body, this.signed(id, body, schedulerSecret));
  }

  /** What Twilio tells of a text of ours. */
  async receipt(kept: KeptMessage, how: string, more: object = {}): Promise<Answer> {
    kept.status = how;
    const { callback = '' } = kept;
    const form = status(how, { MessageSid: kept.sid, SmsSid: kept.sid, To: kept.to, ...more });
    const { headers, body } = deliver(form, { url: callback });
    return this.post(callback.slice(publicUrl.length), Buffer.from(body).toString(), headers);
  }

  /** What a person texts, as Twilio hands it on. */
  async texts(phone: string, words: string): Promise<Answer> {
    const sid = `SM${String(++this.serial).padStart(32, 'f')}`;
    const form = text(words, { MessageSid: sid, From: phone });
    const { headers, body } = deliver(form, { url: `${publicUrl}/in/sms` });
    return this.post('/in/sms', Buffer.from(body).toString(), headers);
  }

  /** A notification (RFC 3464) about a mail that was taken. */
  async bounce(envelopeId: string, action: string, code: string): Promise<Answer> {
    const id = `dsn_${++this.serial}`;
    const body = notification(envelopeId, action, code);
    return this.post('/in/mail', body, this.signed(id, body, mailSecret));
  }

  /** What a browser or a mail program does with an address of ours. */
  async browse(link: string, init: RequestInit = {}): Promise<number> {
    const response = await fetch(this.door(link.slice(publicUrl.length)), init);
    await response.text();
    return response.status;
  }

  async read<T>(path: string): Promise<T> {
    const response = await fetch(`${this.running.localUrl}/v1/${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  }

  async messages(journey: string): Promise<readonly ShownMessage[]> {
    const path = `journeys/${journey}/messages`;
    return (await this.read<{ messages: readonly ShownMessage[] }>(path)).messages;
  }

  private door(path: string): string {
    return `${this.running.edgeUrl ?? ''}${path}`;
  }

  private signed(id: string, body: string, secret: string): Readonly<Record<string, string>> {
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(this.now / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, new Date(this.now), body),
    };
  }

  private async post(
    path: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const response = await fetch(this.door(path), { method: 'POST', headers, body });
    const answer = (await response.json()) as {
      readonly results?: readonly { readonly journeys?: readonly string[] }[];
    };
    const journeys = (answer.results ?? []).flatMap(({ journeys: each = [] }) => each);
    return { status: response.status, journeys };
  }
}

function moody(moods: ReadonlyMap<string, Mood>): NonNullable<SMTPServerOptions['onRcptTo']> {
  return ({ address }, _session, done) => {
    const mood = moods.get(address) ?? {};
    const { refuse, hold } = mood;
    mood.isAsked = true;
    void Promise.resolve(hold).then(() => done(refuse === undefined ? null : reply(refuse)));
  };
}

function variablesOf({
  mails,
  twilio,
}: {
  readonly mails: MailServer;
  readonly twilio: LoopbackServer;
}): Readonly<Record<string, string>> {
  return {
    SCHEDULER_SECRET: schedulerSecret,
    MAIL_URL: `smtp://127.0.0.1:${mails.port}`,
    MAIL_FROM: 'Rook <desk@clinic.example>',
    MAIL_SECRET: mailSecret,
    MAIL_PUBLIC: `${publicUrl}/in/mail`,
    TWILIO_ACCOUNT_SID: account,
    TWILIO_AUTH_TOKEN: token,
    SMS_FROM: '+15550100100',
    SMS_PUBLIC: `${publicUrl}/in/sms`,
    TWILIO_URL: twilio.url,
  };
}

function run(
  folder: string,
  clock: ReturnType<typeof standingClock>,
  variables: Readonly<Record<string, string>>,
): Promise<Running> {
  const host = '127.0.0.1';
  return start({
    program: clinicProgram(),
    folder,
    databaseUrl: undefined,
    host,
    port: 0,
    mllp: { host, port: 0 },
    token: undefined,
    edge: { kind: 'here', port: 0 },
    privateHosts: ['*'],
    clock,
    secrets: (name) => variables[name],
    log: openLog('silent'),
    onProgress: () => undefined,
  });
}
