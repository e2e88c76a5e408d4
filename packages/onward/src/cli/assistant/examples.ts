/** Files of examples: CLINC150's form for intents, a line of JSON for each message for urgency. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isLevel, outOfScope, type Level } from '../../assistant/index.ts';
import { StopError } from '../../core/index.ts';

export interface Labelled {
  readonly text: string;
  readonly label: string;
}

const rows = z.array(z.tuple([z.string(), z.string()])).optional();
const intentsShape = z.looseObject({
  train: rows,
  val: rows,
  test: rows,
  oos_train: rows,
  oos_val: rows,
  oos_test: rows,
});

export interface IntentSets {
  readonly train: readonly Labelled[];
  readonly oosTrain: readonly Labelled[];
  readonly val: readonly Labelled[];
  readonly test: readonly Labelled[];
}

/** What belongs to no intent counts with the set it stands beside, under one label. */
export async function readIntents(path: string): Promise<IntentSets> {
  const read = intentsShape.safeParse(await readJson(path));
  if (!read.success) throw formError();
  const { data } = read;
  const labelled = (set: z.infer<typeof rows>): readonly Labelled[] =>
    (set ?? []).map(([text, label]) => ({ text, label }));
  const outside = (set: z.infer<typeof rows>): readonly Labelled[] =>
    (set ?? []).map(([text]) => ({ text, label: outOfScope }));
  return {
    train: labelled(data.train).filter(({ label }) => label !== outOfScope),
    oosTrain: outside(data.oos_train),
    val: [...labelled(data.val), ...outside(data.oos_val)],
    test: [...labelled(data.test), ...outside(data.oos_test)],
  };
}

export interface UrgentExample {
  readonly id: string;
  readonly texts: readonly string[];
  /** Absent where nobody has said how urgent it is. */
  readonly level?: Level;
}

const lineShape = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.union([z.string(), z.array(z.string())]),
  level: z.string().nullish(),
});

export async function readUrgent(path: string): Promise<readonly UrgentExample[]> {
  const lines = (await readText(path)).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, at) => {
    const read = lineShape.safeParse(parsed(line));
    if (!read.success) throw formError();
    const { id, text, level } = read.data;
    return {
      id: String(id ?? at),
      texts: typeof text === 'string' ? [text] : text,
      ...(typeof level === 'string' && isLevel(level) ? { level } : {}),
    };
  });
}

async function readJson(path: string): Promise<unknown> {
  return parsed(await readText(path));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw formError();
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new StopError('ONW-ASSISTANT-EXAMPLES', 'The file of examples cannot be read.', {
      cause,
    });
  }
}

function formError(): StopError {
  return new StopError(
    'ONW-ASSISTANT-EXAMPLES',
    'The file of examples is not of the form that this option reads; see docs/assistant.md.',
  );
}
