/** What people do, and what the runtime tells journeys: each taken once, answered when durable. */
import { journeyId, parseJourneyId, parseObligationId } from '../core/index.ts';
import type { Store } from '../store/index.ts';
import { cellOf } from '../store/index.ts';
import { noJourney, noObligation } from './absent.ts';
import type { ActRequest, ConsentRequest, ControlRequest } from './types.ts';
import { onceKey } from './work.ts';
import type { InputWork, Work } from './work.ts';

export interface SubmissionsParts {
  readonly store: Store;
  now(): number;
  /** @throws RetryError where nothing more can be taken */
  admit(): void;
  /** This process, as the outbox knows it. */
  worker(): number;
  pass(cell: number, work: Work): void;
}

interface Submitted {
  readonly idempotencyKey: string | undefined;
  /** Taken only where the journey stands as somebody has seen it. */
  readonly version?: number | undefined;
}

export class Submissions {
  private readonly parts: SubmissionsParts;
  private count = 0;

  constructor(parts: SubmissionsParts) {
    this.parts = parts;
  }

  /** A name that nothing else of any process has. */
  own(): string {
    return `${this.parts.worker()}/${++this.count}`;
  }

  async act(request: ActRequest): Promise<{ readonly journey: string }> {
    const name = parseObligationId(request.obligation);
    if (name === undefined) throw noObligation();
    const { action, actor, data, idempotencyKey } = request;
    const { slot, opened } = name;
    const input = { kind: 'act' as const, slot, opened, action, actor, data };
    return { journey: await this.submit(name.journey, input, { idempotencyKey }) };
  }

  async control(request: ControlRequest): Promise<{ readonly journey: string }> {
    const id = parseJourneyId(request.journey);
    if (id === undefined) throw noJourney();
    const { control, version, idempotencyKey } = request;
    return { journey: await this.submit(id, control, { idempotencyKey, version }) };
  }

  async consent({ journey, word, actor, idempotencyKey }: ConsentRequest) {
    const id = parseJourneyId(journey);
    if (id === undefined) throw noJourney();
    const { store } = this.parts;
    const subject = await this.subjectOf(id);
    const given = idempotencyKey === undefined ? this.own() : `${id}/${idempotencyKey}`;
    const key = onceKey('consent', given);
    const record = { ...word, at: this.parts.now(), source: 'person', id: key, actor };
    await store.addConsents(cellOf(id), [{ subject, word: record }]);
    return { journey };
  }

  /**
   * Without a key of the caller's it gets one of ours: a batch that runs again takes it once.
   * Returns the journey's public id.
   */
  async submit(
    journey: number,
    input: InputWork['input'],
    { idempotencyKey, version }: Submitted,
  ): Promise<string> {
    this.parts.admit();
    const subject = await this.subjectOf(journey);
    const key =
      idempotencyKey === undefined
        ? onceKey('person', this.own())
        : onceKey(`person/${journey}`, idempotencyKey);
    const digest = onceKey('content', JSON.stringify(input));
    await new Promise<void>((resolve, reject) => {
      const answer = { resolve, reject };
      const work = { kind: 'input', journey, subject, input, key, digest, version } as const;
      this.parts.pass(cellOf(journey), { ...work, answer });
    });
    return journeyId(journey);
  }

  private async subjectOf(journey: number): Promise<number> {
    const cell = cellOf(journey);
    const { store } = this.parts;
    const subjects = store.cells.includes(cell)
      ? await store.subjectsOf(cell, [journey])
      : undefined;
    const subject = subjects?.get(journey);
    if (subject === undefined) throw noJourney();
    return subject;
  }
}
