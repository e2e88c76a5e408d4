/** Trains a version from what is shipped, what was corrected, and a file. */
import {
  calibrated,
  intentLessons,
  storedOf,
  trainClassifier,
  urgencyLessons,
  type Classifier,
  type Encoder,
  type Example,
  type Lesson,
} from '../../assistant/index.ts';
import type { Corrections } from './corrections.ts';
import type { IntentSets } from './examples.ts';
import type { VersionContent } from './versions.ts';

/** As the shipped models are trained (scripts/write-assistant-models.ts). */
const settings = { size: 8_192, epochs: 25 } as const;
/** How much a correction counts beside what is shipped: somebody saw it happen. */
const times = 4;
const keptBack = 5;

export interface TrainingWork {
  readonly encoder: Encoder;
  readonly corrections: Corrections;
  readonly file: IntentSets | undefined;
  /** RFC 3339. */
  readonly madeAt: string;
  readonly tell: (line: string) => void;
}

export async function trained(work: TrainingWork): Promise<VersionContent> {
  const { encoder, corrections, file, madeAt, tell } = work;
  const shipped = intentLessons();
  const given = file?.train ?? [];
  tell('trains on what is asked for');
  const lessons = [...shipped, ...given];
  const outside = [...corrections.outside, ...(file?.oosTrain ?? [])];
  const intents = fitted({
    examples: await embedded(encoder, lessons),
    corrected: await embedded(encoder, repeated(corrections.intents)),
    outside: await embedded(encoder, outside),
  });
  const raised = corrections.urgency;
  const named = { version: madeAt, encoder: encoder.name };
  const counts = { shipped: shipped.length, file: given.length };
  const urgencyShipped = urgencyLessons();
  let urgency: unknown = null;
  if (raised.length > 0) {
    tell('trains on what was raised');
    const examples = await embedded(encoder, [...urgencyShipped, ...repeated(raised)]);
    urgency = storedOf(trainClassifier(examples, settings), named);
  }
  return {
    kind: 'assistant-version',
    madeAt,
    encoder: encoder.name,
    intentLessons: { ...counts, corrections: corrections.intents.length },
    urgencyLessons: { shipped: urgencyShipped.length, file: 0, corrections: raised.length },
    intents: storedOf(intents, named),
    urgency,
  };
}

const repeated = (lessons: readonly Lesson[]): readonly Lesson[] =>
  lessons.flatMap((lesson) => Array.from({ length: times }, () => lesson));

interface Fitting {
  readonly examples: readonly Example[];
  /** Trained on, and never calibrated on: one of them must not move what is rejected elsewhere. */
  readonly corrected: readonly Example[];
  readonly outside: readonly Example[];
}

/** On all of them; how sure it may be is found on a fifth that a second one was not trained on. */
function fitted({ examples, corrected, outside }: Fitting): Classifier {
  const isBack = (at: number): boolean => at % keptBack === 0;
  const rest = examples.filter((_, at) => !isBack(at));
  const part = trainClassifier(rest, settings);
  const back = examples.filter((_, at) => isBack(at));
  const { temperature, threshold } = calibrated(part, [...back, ...outside]);
  return { ...trainClassifier([...examples, ...corrected], settings), temperature, threshold };
}

async function embedded(encoder: Encoder, lessons: readonly Lesson[]): Promise<readonly Example[]> {
  const vectors = await encoder.embed(lessons.map(({ text }) => text));
  return lessons.map((each, at) => ({ ...each, vector: vectors[at] ?? new Float32Array() }));
}
