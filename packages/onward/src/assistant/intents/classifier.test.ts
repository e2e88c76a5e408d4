/** A classifier learns from few examples and says what it does not know. */
import { expect, test } from 'vitest';
import { gramEncoder } from '../encoder.ts';
import { classifierOf, storedOf } from '../learn/store.ts';
import { calibrated, judgedBy, outOfScope, ratesAt } from './calibrate.ts';
import { guess, trainClassifier, type Example } from './classifier.ts';

const said = {
  book: [
    'book an appointment',
    'make a booking',
    'can i book a visit',
    'booking please',
    'book me in',
  ],
  cancel: [
    'cancel my appointment',
    'please cancel it',
    'cancel the visit',
    'cancelling',
    'i cancel',
  ],
};
const rows = Object.entries(said).flatMap(([label, texts]) =>
  texts.map((text) => ({ text, label })),
);
const encoder = gramEncoder();

type Row = Pick<Example, 'text' | 'label'>;

async function examplesOf(of: readonly Row[]): Promise<readonly Example[]> {
  const vectors = await encoder.embed(of.map(({ text }) => text));
  return of.map((row, at) => ({ ...row, vector: vectors[at] ?? new Float32Array() }));
}

test('it names what it has learnt and rejects the rest, also after it was stored', async () => {
  const trained = trainClassifier(await examplesOf(rows), { size: 1_024, epochs: 20 });
  const beside = await examplesOf([
    ...rows,
    { text: 'what is the capital of france', label: outOfScope },
    { text: 'zebra', label: outOfScope },
  ]);
  const classifier = calibrated(trained, beside);
  const stored = storedOf(classifier, { version: '1', encoder: encoder.name });
  const read = classifierOf(JSON.parse(JSON.stringify(stored)));
  const rates = ratesAt(judgedBy(read, beside), read.threshold);
  expect(rates.accuracy).toBe(1);
  expect(rates.oosRecall).toBe(1);
  const [asked] = await examplesOf([{ text: 'could you cancel', label: 'cancel' }]);
  expect(asked && guess(read, asked).label).toBe('cancel');
});

test('it is trained the same way each time', async () => {
  const examples = await examplesOf(rows);
  const options = { size: 256, epochs: 3 };
  expect(trainClassifier(examples, options)).toEqual(trainClassifier(examples, options));
});
