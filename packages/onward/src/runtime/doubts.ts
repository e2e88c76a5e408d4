/**
 * Doubt: after a backup was restored, a journey may come once more to where it has been in what was
 * lost, and would ask once more for what was done there. Such an order is not sent: its outcome is
 * unknown, as that of any send whose end nobody recorded.
 */
import type { Input } from '../core/index.ts';
import type { Lost, RestoredRow } from '../store/index.ts';

/** What an order asked for now carries. */
export interface Mark {
  readonly epoch: number;
  readonly doubt?: true;
}

/** An input as far as it tells what is certain. */
export interface Said {
  readonly input: Input;
  readonly occurredAt: number;
  /** Its source did not say when. */
  readonly undated: boolean;
  /** Number of the input within its journey. */
  readonly seq: number;
  /** Another journey of the subject is in doubt, and has set this off. */
  readonly besideDoubt: boolean;
}

/** How the journeys of one batch stand after the last restore that lost something. */
export class Doubts {
  readonly #lost: Lost;
  readonly #isFenced: boolean;
  readonly #rows: Map<number, RestoredRow>;
  readonly #changed = new Set<number>();

  constructor(
    { lost, closed }: { readonly lost: Lost; readonly closed: boolean },
    rows: readonly RestoredRow[],
  ) {
    this.#lost = lost;
    this.#isFenced = closed;
    this.#rows = new Map(rows.map((row) => [row.journey, row]));
  }

  has(journey: number): boolean {
    return this.#rows.get(journey)?.doubt === true;
  }

  /** Takes note of an input; what is asked for because of it carries what is returned. */
  mark(journey: number, said: Said): Mark {
    const { epoch, firstNumber } = this.#lost;
    const before = this.#rows.get(journey);
    const known = before?.epoch === epoch ? before : undefined;
    const isNew = journey >= firstNumber;
    const fromSeq = known?.fromSeq ?? (isNew ? 0 : said.seq - 1);
    const doubt = this.#doubts({ fromSeq, doubt: before?.doubt === true }, said);
    // One that has begun since has no other keys to be told from.
    const isPlain = known === undefined && !doubt && isNew;
    if (known?.doubt !== doubt && !isPlain) {
      this.#rows.set(journey, { journey, epoch, fromSeq, doubt });
      this.#changed.add(journey);
    }
    return doubt ? { epoch, doubt } : { epoch };
  }

  #doubts(
    { fromSeq, doubt }: Pick<RestoredRow, 'fromSeq' | 'doubt'>,
    { input, occurredAt, undated, besideDoubt }: Said,
  ): boolean {
    const { until } = this.#lost;
    switch (input.kind) {
      // Whoever acts sees how the journey stands; what happens from now on happens once.
      case 'act':
      case 'control':
      case 'drift':
        return false;
      // What comes without a date while the fence is up may be told for the second time.
      case 'enrol':
      case 'event':
        return undated ? this.#isFenced : occurredAt < until;
      case 'deadline':
        return doubt || occurredAt < until;
      // What follows the answer to an older order may have followed it before.
      case 'outcome':
        return doubt || Number.parseInt(input.key, 10) <= fromSeq;
      case 'hold':
        return doubt;
      case 'signal':
        return doubt || besideDoubt;
      case 'fault':
        return doubt;
    }
  }

  /**
   * Whether a key was given out in the time that still stands: an answer to what was asked in the
   * lost one answers nothing here.
   */
  isOurs(
    journey: number,
    { seq, epoch }: { readonly seq: number; readonly epoch: number },
  ): boolean {
    const row = this.#rows.get(journey);
    return row === undefined || seq <= row.fromSeq || epoch === row.epoch;
  }

  /** What must be written of it. */
  changed(): readonly RestoredRow[] {
    return [...this.#changed].flatMap((journey) => this.#rows.get(journey) ?? []);
  }
}
