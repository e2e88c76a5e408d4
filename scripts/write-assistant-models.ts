/**
 * Trains the assistant's own models from its authored examples, and writes them where they are
 * shipped. The same examples make the same models; the frozen sets are never read here.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrated } from '../packages/onward/src/assistant/intents/calibrate.ts';
import {
  guess,
  trainClassifier,
  type Example,
} from '../packages/onward/src/assistant/intents/classifier.ts';
import { storedOf } from '../packages/onward/src/assistant/learn/store.ts';
import { shippedEntries } from '../packages/onward/src/assistant/lexicon/data/all.ts';
import { loadEncoder } from '../packages/onward/src/assistant/load.ts';
import { illness } from '../packages/onward/src/assistant/neighbours/candidates.ts';
import { phrasingsOf } from '../packages/onward/src/assistant/neighbours/phrasings.ts';
import {
  meanOf,
  storedVectors,
  type LabelledVectors,
} from '../packages/onward/src/assistant/neighbours/vectors.ts';

const folder = join(import.meta.dirname, '../packages/onward/src/assistant');
const version = '1';
/** Pieces of words of twice as many texts, of urgency, share fewer numbers in a larger space. */
const sizes = { intents: 8_192, urgency: 32_768 } as const;
const epochs = 25;
const parts = 5;

interface Urgent {
  readonly about: string;
  readonly level: string;
  readonly texts: readonly (string | readonly string[])[];
}
interface Intent {
  readonly intent: string;
  readonly texts: readonly string[];
}

const encoder = await loadEncoder();
const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'examples', name), 'utf8')) as unknown;
const urgent = read('urgency-development.json') as readonly Urgent[];
const intents = read('intents.json') as readonly Intent[];

await writeVectors();

const desperate = new Set([
  ...['suicide', 'suicidal', 'self-harm', 'mind', 'later-mind', 'last-despair', 'oblique'],
  'oblique2',
]);
await writeDespair();

const intentExamples = await embedded(
  intents.flatMap(({ intent, texts }) => texts.map((text) => ({ text, label: intent }))),
);
write('intents', intentExamples);

const administrative = new Set(['billing', 'form', 'address', 'referral']);
const levelOf = (intent: string): string =>
  intent === 'symptom' ? 'soon' : administrative.has(intent) ? 'admin' : 'routine';
const urgencyExamples = await embedded([
  ...urgent.flatMap(({ level, texts }) =>
    texts.flatMap((text) =>
      // A conversation is learnt as a whole.
      [typeof text === 'string' ? text : text.join('. ')].map((each) => ({
        text: each,
        label: level,
      })),
    ),
  ),
  ...intents.flatMap(({ intent, texts }) =>
    texts.map((text) => ({ text, label: levelOf(intent) })),
  ),
]);
write('urgency', urgencyExamples);

/** A vector for each concept of illness: the mean of ways to say it. */
async function writeVectors(): Promise<void> {
  const entries = shippedEntries();
  const byId = new Map(entries.map((each) => [each.id, each]));
  const ids: string[] = [];
  const vectors: Float32Array[] = [];
  for (const entry of entries.filter(({ group }) => illness.has(group))) {
    const ways = phrasingsOf(entry, byId);
    if (ways.length === 0) continue;
    ids.push(entry.id);
    vectors.push(meanOf(await encoder.embed(ways)));
  }
  const numbers = Float32Array.from(vectors.flatMap((each) => [...each]));
  writeVectorsAs('neighbours', { ids, numbers });
}

/** Examples of despair, and of what is no emergency. */
async function writeDespair(): Promise<void> {
  const whole = (text: string | readonly string[]): string =>
    typeof text === 'string' ? text : text.join('. ');
  const rows = [
    ...urgent.flatMap(({ level, about, texts }) => {
      const isDespair = level === 'emergency' && desperate.has(about);
      if (level === 'emergency' && !isDespair) return [];
      return texts.map((text) => ({ text: whole(text), label: isDespair ? 'despair' : 'other' }));
    }),
    ...(read('despair.json') as readonly string[]).map((text) => ({ text, label: 'despair' })),
  ];
  const examples = await embedded(rows);
  const numbers = Float32Array.from(examples.flatMap(({ vector }) => [...vector]));
  writeVectorsAs('despair', { ids: examples.map(({ label }) => label), numbers });
}

function writeVectorsAs(name: string, made: Pick<LabelledVectors, 'ids' | 'numbers'>): void {
  const stored = storedVectors({ version, encoder: encoder.name, ...made });
  writeFileSync(join(folder, `models/${name}.json`), `${JSON.stringify(stored)}\n`);
}

async function embedded(
  rows: readonly { readonly text: string; readonly label: string }[],
): Promise<readonly Example[]> {
  const vectors = await encoder.embed(rows.map(({ text }) => text));
  return rows.map((row, at) => ({ ...row, vector: vectors[at] ?? new Float32Array() }));
}

/** Trains on four fifths to see how good it is and how sure it may be, then on all. */
function write(name: keyof typeof sizes, examples: readonly Example[]): void {
  const size = sizes[name];
  const held: { example: Example; classifier: ReturnType<typeof trainClassifier> }[] = [];
  let right = 0;
  const emergency: number[] = [];
  const others: number[] = [];
  for (let part = 0; part < parts; part += 1) {
    const rest = examples.filter((_, at) => at % parts !== part);
    const classifier = trainClassifier(rest, { size, epochs });
    for (const example of examples.filter((_, at) => at % parts === part)) {
      const found = guess(classifier, example);
      if (found.label === example.label) right += 1;
      const share = found.shares[classifier.labels.indexOf('emergency')] ?? 0;
      (example.label === 'emergency' ? emergency : others).push(share);
      held.push({ example, classifier });
    }
  }
  console.log(name, 'right', (right / examples.length).toFixed(3), 'of', examples.length);
  if (name === 'urgency') {
    for (const bound of [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7]) {
      const share = (list: readonly number[]): string =>
        (list.filter((each) => each >= bound).length / list.length).toFixed(3);
      console.log(bound, 'emergencies', share(emergency), 'others', share(others));
    }
  }
  const fold = trainClassifier(
    examples.filter((_, at) => at % parts !== 0),
    { size, epochs },
  );
  const { temperature, threshold } = calibrated(
    fold,
    examples.filter((_, at) => at % parts === 0),
  );
  const whole = { ...trainClassifier(examples, { size, epochs }), temperature, threshold };
  const stored = storedOf(whole, { version, encoder: encoder.name });
  writeFileSync(join(folder, 'models', `${name}.json`), `${JSON.stringify(stored, null, 2)}\n`);
}
