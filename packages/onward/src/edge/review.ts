/**
 * The review queue: what the assistant was unsure of is shown to a person with a pass, whose word
 * is kept as a labelled row. Who was shown what is logged before it is shown.
 */
import {
  doubtOf,
  isLevel,
  topicsOf,
  type Reading,
  type Topic,
  type TopicItem,
} from '../assistant/index.ts';
import { RejectError } from '../core/index.ts';
import { readPass, type Pass } from './brief-pass.ts';
import type { KeptReading, Label, Readings } from './readings.ts';
import type { Place } from './store.ts';

/** What a pass to the review queue names in the place of an obligation. */
const reviewPass = 'review';

/** The words that a label may be made of. */
export interface Vocabulary {
  readonly intents: readonly string[];
  readonly isConcept: (name: string) => boolean;
}

export interface ReviewParts {
  readonly key: Uint8Array;
  readonly readings: Readings;
  readonly vocabulary: () => Promise<Vocabulary>;
  readonly nowMs: () => number;
}

export interface Review {
  /** What waits for a person, from new to old. @throws RejectError ONW-BRIEF-PASS */
  queue(pass: string, page: ReviewPage): Promise<readonly KeptReading[]>;
  /**
   * @throws RejectError ONW-BRIEF-PASS also where the actor is not who holds the pass;
   * ONW-REVIEW-LABEL, ONW-REVIEW-ABSENT, ONW-REVIEW-DONE
   */
  review(id: string, pass: string, said: Said): Promise<KeptReading>;
  /** What people write about, over the weeks until now. */
  issues(pass: string, weeks: number): Promise<Issues>;
}

export interface ReviewPage {
  readonly before?: Place;
  readonly limit: number;
}

export interface Said {
  readonly actor: string;
  readonly label: Label;
  /** Of a reading that was kept without it. */
  readonly text?: string | undefined;
}

export interface Issues {
  readonly at: number;
  readonly weeks: number;
  readonly topics: readonly Topic[];
  /** More was read than is looked at: the oldest are left out. */
  readonly isCut: boolean;
}

/** Opened in one look: each costs some microseconds. */
const mostRead = 50_000;
const weekMs = 7 * 24 * 3_600_000;

export function createReview({ key, readings, vocabulary, nowMs }: ReviewParts): Review {
  const admit = async (
    given: string,
    what: 'queue' | 'review' | 'issues',
    reading: string | null,
  ): Promise<Pass> => {
    const pass = readPass(given, key, nowMs());
    if (pass?.obligation !== reviewPass) throw noPass();
    const { person, reason } = pass;
    await readings.log({ at: nowMs(), person, reason, what, reading });
    return pass;
  };
  return {
    async queue(pass, page) {
      await admit(pass, 'queue', null);
      return readings.list({ ...page, state: 'open' });
    },
    async review(id, given, { actor, label, text }) {
      const pass = await admit(given, 'review', id);
      if (pass.person !== actor) throw noPass();
      checkLabel(label, await vocabulary());
      return readings.review(id, { by: actor, at: nowMs(), label }, text);
    },
    async issues(pass, weeks) {
      await admit(pass, 'issues', null);
      const now = nowMs();
      const items: TopicItem[] = [];
      for await (const each of readings.since(now - weeks * weekMs)) {
        if (items.length === mostRead) break;
        items.push(itemOf(each));
      }
      const topics = topicsOf(items, { nowMs: now, weeks });
      return { at: now, weeks, topics, isCut: items.length === mostRead };
    },
  };
}

/** A reviewed message is what the person said it is. */
function itemOf({ id, at, readAs, review }: KeptReading): TopicItem {
  const intent = review?.label.intent ?? readAs.intent;
  return {
    id,
    atMs: at,
    concepts: review?.label.concepts ?? readAs.concepts,
    level: review?.label.level ?? readAs.level,
    ...(intent === undefined ? {} : { intent }),
  };
}

function checkLabel({ intent, level, concepts = [] }: Label, words: Vocabulary): void {
  const fits =
    (intent === undefined || words.intents.includes(intent)) &&
    (level === undefined || isLevel(level)) &&
    concepts.every((name) => words.isConcept(name));
  if (fits) return;
  const message = 'A label names an intent, a level or concepts that the assistant does not know.';
  throw new RejectError('ONW-REVIEW-LABEL', message);
}

function noPass(): RejectError {
  const message = 'The pass is over, or is for somebody or something else; ask for a new one.';
  return new RejectError('ONW-BRIEF-PASS', message);
}

/** What was said, by whom, and how the assistant read it. */
export interface Heard {
  /** A ref of whom it is about. */
  readonly ref: string;
  readonly text: string;
  readonly at: number;
  /** Where it was said: the id of a conversation. */
  readonly about?: string;
  /** Of the models that read it. */
  readonly version: string;
}

/** Keeps how a message was read, for a person to look at where the assistant was unsure; its id. */
export function keepReading(readings: Readings, reading: Reading, heard: Heard): Promise<string> {
  const { ref, text, at, about, version } = heard;
  const { intent, urgency, doc } = reading;
  const why = doubtOf(reading);
  const concepts = doc.annotations.flatMap((each) =>
    each.kind === 'concept' && !each.status.isNegated && each.status.who === 'subject'
      ? [each.concept]
      : [],
  );
  const known = intent?.isKnown === true ? { intent: intent.label } : {};
  const confidence = intent?.confidence ?? 0;
  const unique = [...new Set(concepts)];
  const candidates = (reading.candidates ?? []).map(({ concept, similarity }) => {
    return { concept, similarity };
  });
  const perhaps = candidates.length === 0 ? {} : { candidates };
  const read = { level: urgency.level, concepts: unique, confidence, version };
  const readAs = { ...known, ...read, ...perhaps };
  return readings.keep({
    ref,
    at,
    readAs,
    text,
    ...(about === undefined ? {} : { about }),
    ...(why === undefined ? {} : { why }),
  });
}
