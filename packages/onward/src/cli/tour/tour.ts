/** The tour: five breakdowns of a clinic, played into a running Onward as real traffic. */
import { randomBytes } from 'node:crypto';
import { openFrom, StopError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { connect } from '../client/client.ts';
import type { Secrets } from '../compose/secrets.ts';
import type { Sink } from '../compose/sink.ts';
import type { Terminal } from '../terminal.ts';
import {
  formSubmitted,
  paymentMovesOn,
  rescheduled,
  resultReviewed,
  visitMissed,
  type Stage,
} from './chapters.ts';
import { Guide } from './guide.ts';

export interface TourOptions {
  readonly url: string;
  readonly mllp: { readonly host: string; readonly port: number };
  readonly token: string | undefined;
  readonly program: Program;
  readonly secrets: Secrets;
  readonly sink: Sink;
  readonly now: () => number;
  readonly terminal: Terminal;
}

const chapters: readonly ((stage: Stage) => Promise<void>)[] = [
  paymentMovesOn,
  rescheduled,
  formSubmitted,
  resultReviewed,
  visitMissed,
];

/** The tour speaks of one example. @throws StopError ONW-TOUR-PROGRAM for any other program. */
export function checkTour(program: Program): void {
  if (program.program === 'telehealth' && program.journeys['first-visit'] !== undefined) return;
  throw new StopError(
    'ONW-TOUR-PROGRAM',
    'The tour is one of examples/01-telehealth; leave out --tour.',
  );
}

/** Plays all chapters; true when everything followed that must follow. */
export async function playTour(options: TourOptions): Promise<boolean> {
  const { url, mllp, token, secrets, sink, now, terminal } = options;
  const guide = new Guide(connect({ url, token, timeoutMs: 120_000 }), terminal);
  const door = { url, mllp, secret: secrets, now };
  // No two runs share an id, so that the same data can be toured again.
  const stage = { guide, door, sink, tag: randomBytes(4).toString('hex') };
  await wakeUp(options, guide);
  for (const play of chapters) await play(stage);
  await guide.sum();
  return guide.failures === 0;
}

/** A chapter lasts some hours of the moved clock at the most. */
const ahead = 3 * 3_600_000;

/** Messages wait for the morning, and the tour does not: it begins by day. */
async function wakeUp({ program, now }: TourOptions, guide: Guide): Promise<void> {
  const { hours } = program.messages ?? {};
  const calendar = hours === undefined ? undefined : program.calendars[hours];
  if (calendar === undefined) return;
  const time = now();
  const later = openFrom(calendar, time + ahead);
  if (later === undefined || (later === time + ahead && openFrom(calendar, time) === time)) return;
  await guide.moveTo('it is night where the patients are; the clock goes on to the day', later);
}
