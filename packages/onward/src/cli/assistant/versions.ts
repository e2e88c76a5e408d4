/**
 * Versions of what the assistant has learnt, as files: each is named by the hash of its content, so
 * that an altered one is not loaded. What takes over from what, and by whom, is a list that grows.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { classifierOf, type LearntModels } from '../../assistant/index.ts';
import { StopError } from '../../core/index.ts';

/** What runs where nothing was promoted. */
export const shippedVersion = 'shipped';

const countsShape = z.object({ shipped: z.int(), corrections: z.int(), file: z.int() });
const versionShape = z.object({
  kind: z.literal('assistant-version'),
  madeAt: z.string(),
  encoder: z.string(),
  /** How many examples of each origin it was trained on; none of their text is here. */
  intentLessons: countsShape,
  urgencyLessons: countsShape,
  intents: z.unknown(),
  /** Null where no correction raised anything. */
  urgency: z.unknown(),
});
export type VersionContent = z.infer<typeof versionShape>;

const stepShape = z.object({
  at: z.string(),
  kind: z.enum(['promote', 'rollback']),
  from: z.string(),
  to: z.string(),
  by: z.string(),
  /** Hash of the signed change by which urgent items were let fall. */
  change: z.string().optional(),
});
const historyShape = z.array(stepShape);
export type Step = z.infer<typeof stepShape>;

export interface Version extends LearntModels {
  readonly name: string;
  readonly content?: VersionContent;
}

export interface Versions {
  readonly folder: string;
  readonly list: () => Promise<readonly Version[]>;
  /** @throws StopError ONW-ASSISTANT-VERSION where there is none, or it was altered */
  readonly read: (name: string) => Promise<Version>;
  /** The name of what was kept. */
  readonly keep: (content: VersionContent) => Promise<string>;
  readonly history: () => Promise<readonly Step[]>;
  readonly current: () => Promise<Version>;
  readonly take: (step: Step) => Promise<void>;
}

const hashLength = 16;

export function versionsIn(data: string): Versions {
  const folder = join(data, 'assistant');
  const fileOf = (name: string): string => join(folder, 'versions', `${name}.json`);
  const historyFile = join(folder, 'history.json');
  const read = async (name: string): Promise<Version> => {
    if (name === shippedVersion) return { name };
    if (!/^[0-9a-f]{16}$/.test(name)) throw noVersion();
    const text = await readFile(fileOf(name), 'utf8').catch(() => '');
    if (text === '' || hashOf(text) !== name) throw noVersion();
    return versionOf(name, text);
  };
  const history = async (): Promise<readonly Step[]> => {
    const text = await readFile(historyFile, 'utf8').catch(() => '[]');
    const found = historyShape.safeParse(parsed(text));
    if (!found.success) throw noVersion();
    return found.data;
  };
  return {
    folder,
    read,
    history,
    async list() {
      const files = await readdir(join(folder, 'versions')).catch(() => []);
      const names = files.map((file) => file.replace(/\.json$/, ''));
      const versions = await Promise.all(names.map(read));
      const madeAt = ({ content }: Version): string => content?.madeAt ?? '';
      return versions.toSorted((a, b) => (madeAt(a) < madeAt(b) ? -1 : 1));
    },
    async keep(content) {
      const text = `${JSON.stringify(content)}\n`;
      const name = hashOf(text);
      await mkdir(join(folder, 'versions'), { recursive: true, mode: 0o700 });
      await replace(fileOf(name), text);
      return name;
    },
    current: async () => read((await history()).at(-1)?.to ?? shippedVersion),
    async take(step) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const steps = [...(await history()), step];
      await replace(historyFile, `${JSON.stringify(steps, null, 2)}\n`);
    },
  };
}

/** Whole, or as it was: a process that dies in between leaves no half of a file. */
async function replace(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  await writeFile(beside, text, { mode: 0o600 });
  await rename(beside, path);
}

function versionOf(name: string, text: string): Version {
  const found = versionShape.safeParse(parsed(text));
  if (!found.success) throw noVersion();
  const { data: content } = found;
  const intents = { ...classifierOf(content.intents), version: name };
  if (content.urgency === null) return { name, content, intents };
  return { name, content, intents, urgency: { ...classifierOf(content.urgency), version: name } };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, hashLength);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function noVersion(): StopError {
  const message = 'There is no such version, or its file was altered: see `assistant versions`.';
  return new StopError('ONW-ASSISTANT-VERSION', message);
}
