/** `onward assistant eval --intents`: trains where there is something to train on, and measures. */
import {
  calibrated,
  guess,
  judgedBy,
  loadClassifier,
  outOfScope,
  ratesAt,
  shippedIntents,
  trainClassifier,
  type Classifier,
  type Encoder,
  type Example,
} from '../../assistant/index.ts';
import { readIntents, type IntentSets, type Labelled } from './examples.ts';
import { percentile, type Evaluation, type Goal } from './findings.ts';

export interface IntentsEvaluated {
  readonly evaluation: Evaluation;
  readonly goals: readonly Goal[];
}

export interface IntentsWork {
  readonly encoder: Encoder;
  readonly path: string;
  /** A file with the examples to train on, where `path` has none; or a model that was trained. */
  readonly trainPath?: string;
  readonly modelPath?: string;
  /** What is being done, for whoever waits. */
  readonly tell: (line: string) => void;
  readonly ticks: () => number;
}

/** Of a set large enough for it: hashed into 131,072 numbers (measured on CLINC150). */
const trainingSize = 131_072;
const trainingEpochs = 6;
const smallSize = 8_192;
const smallBelow = 3_000;
/** Of what is trained on, the share that is kept back to calibrate on where nothing else is. */
const keptBack = 8;
const timed = 100;

export async function evaluateIntents(work: IntentsWork): Promise<IntentsEvaluated> {
  const sets = await readIntents(work.path);
  const lessons = work.trainPath === undefined ? sets : await readIntents(work.trainPath);
  const asked = sets.test.length > 0 ? sets.test : sets.val;
  // What is measured on is not calibrated on.
  const beside = asked === lessons.val ? [] : lessons.val;
  const classifier = await classifierFor(work, { ...lessons, val: beside });
  const examples = await embedded(work, asked, 'asks');
  const judged = judgedBy(classifier, examples);
  const rates = ratesAt(judged, classifier.threshold);
  const evaluation: Evaluation = {
    results: judged.map(({ guess: { label, confidence, isKnown } }, id) => ({
      id,
      intent: isKnown ? label : outOfScope,
      confidence,
    })),
    sensitivity: null,
    falseAlarmRate: null,
    accuracy: rates.accuracy,
    oosRecall: Number.isNaN(rates.oosRecall) ? null : rates.oosRecall,
    p95Ms: percentile(await timesOf(work, asked, classifier), 0.95),
  };
  return { evaluation, goals: goalsOf(rates, evaluation.p95Ms) };
}

function goalsOf(rates: ReturnType<typeof ratesAt>, p95Ms: number): readonly Goal[] {
  const oos = { what: 'out of scope: recall', reached: rates.oosRecall, least: 0.78 };
  return [
    { what: 'in scope, without rejection', reached: rates.accuracy, least: 0.945 },
    { what: 'in scope, with rejection', reached: rates.accuracyWithRejection, least: 0.91 },
    ...(Number.isNaN(rates.oosRecall) ? [] : [oos]),
    { what: 'p95 of a message', reached: p95Ms, most: 150, unit: ' ms' },
  ];
}

async function classifierFor(work: IntentsWork, sets: IntentSets): Promise<Classifier> {
  if (work.modelPath !== undefined) return loadClassifier(work.modelPath);
  return sets.train.length === 0 ? shippedIntents() : learnt(work, sets);
}

/** Trains on all there is; how sure it may be is found on what it was not trained on. */
export async function learnt(work: IntentsWork, sets: IntentSets): Promise<Classifier> {
  const train = await embedded(work, sets.train, 'trains on');
  const outside = await embedded(work, sets.oosTrain, 'knows as none');
  const beside = await embedded(work, sets.val, 'calibrates on');
  const size = train.length < smallBelow ? smallSize : trainingSize;
  const fit = (examples: readonly Example[], what: string): Classifier =>
    trainClassifier(examples, {
      size,
      epochs: trainingEpochs,
      onProgress: (share) => work.tell(`${what}: ${Math.round(share * 100)} %`),
    });
  const whole = fit(train, 'trains');
  if (beside.length > 0) return calibrated(whole, [...beside, ...outside]);
  const part = fit(
    train.filter((_, at) => at % keptBack !== 0),
    'trains to calibrate',
  );
  const back = train.filter((_, at) => at % keptBack === 0);
  const { temperature, threshold } = calibrated(part, [...back, ...outside]);
  return { ...whole, temperature, threshold };
}

async function embedded(
  { encoder, tell }: IntentsWork,
  labelled: readonly Labelled[],
  what: string,
): Promise<readonly Example[]> {
  const atATime = 512;
  const examples: Example[] = [];
  for (let from = 0; from < labelled.length; from += atATime) {
    const some = labelled.slice(from, from + atATime);
    const vectors = await encoder.embed(some.map(({ text }) => text));
    for (const [at, each] of some.entries()) {
      examples.push({ ...each, vector: vectors[at] ?? new Float32Array() });
    }
    tell(`${what} ${examples.length} of ${labelled.length}`);
  }
  return examples;
}

/** One at a time, as messages come. */
async function timesOf(
  { encoder, ticks }: IntentsWork,
  asked: readonly Labelled[],
  classifier: Classifier,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (const { text } of asked.slice(0, timed)) {
    const from = ticks();
    const [vector = new Float32Array()] = await encoder.embed([text]);
    guess(classifier, { text, vector });
    times.push(ticks() - from);
  }
  return times;
}
