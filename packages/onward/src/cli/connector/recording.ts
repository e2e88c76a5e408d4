/** Recorded deliveries of a connector: what came, masked, and what is expected of it. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Json, RawDelivery, Received } from '../../core/index.ts';
import { declared, sentence, StopError } from '../../core/index.ts';
import { usable } from '../compose/make-folder.ts';

const json: z.ZodType<Json> = z.json();
const code = z.string().regex(/^ONW-[A-Z0-9-]+$/u);
const instant = z.iso.datetime({ offset: true });

/** What is expected of one item, as it is told: times are RFC 3339. */
const expectation = z.union([
  z.strictObject({
    event: z.string(),
    id: z.string(),
    occurredAt: instant.optional(),
    refs: z.record(z.string(), z.string()).default({}),
    data: z.record(z.string(), json).default({}),
    answers: z.string().optional(),
    covers: z.strictObject({ content: z.string(), part: z.int().optional() }).optional(),
  }),
  z.strictObject({
    refused: code,
    at: z.array(z.string()).optional(),
    again: z.string().optional(),
  }),
  z.strictObject({ retry: code }),
]);
export type Expectation = z.output<typeof expectation>;

const recording = z
  .strictObject({
    about: z.string().optional(),
    receivedAt: instant.default('2000-01-01T00:00:00Z'),
    headers: z.record(z.string(), z.string()).default({}),
    query: z.string().optional(),
    /** Sent as JSON. */
    body: json.optional(),
    /** Sent as it is. */
    text: z.string().optional(),
    /** Absent until somebody has said what should come of it. */
    expect: z.array(expectation).optional(),
  })
  .refine(({ body, text }) => body === undefined || text === undefined);
export type Recording = z.output<typeof recording>;

export interface NamedRecording {
  /** Its file, within the folder of recordings. */
  readonly name: string;
  readonly recording: Recording;
}

/**
 * Every recording of a folder, by name.
 *
 * @throws StopError ONW-RECORDING-FORM, ONW-RECORDING-NONE
 */
export async function readRecordings(folder: string): Promise<readonly NamedRecording[]> {
  const files = await recordingFiles(folder);
  if (files.length === 0) {
    const message = 'There are no recordings beside the connector; make one, or use `record`.';
    throw new StopError('ONW-RECORDING-NONE', message);
  }
  return Promise.all(
    files.map(async (name) => {
      const text = await usable(join(folder, name), () => readFile(join(folder, name), 'utf8'));
      return { name, recording: readRecording(name, text) };
    }),
  );
}

async function recordingFiles(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder).catch(() => []);
  return found.filter((name) => name.endsWith('.json')).toSorted();
}

function readRecording(name: string, text: string): Recording {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badForm(name, '');
  }
  const read = recording.safeParse(value);
  if (read.success) return read.data;
  throw badForm(
    name,
    (read.error.issues[0]?.path ?? []).map((step) => `/${String(step)}`).join(''),
  );
}

/** Where: names of the form, as its schema has them. */
function badForm(name: string, at: string): StopError {
  const where = declared(at === '' ? '' : ` at ${at}`);
  const message = sentence`${declared(name)} is no recording${where}; mend it, or record it anew.`;
  return new StopError('ONW-RECORDING-FORM', message);
}

/** Writes a recording under the next free number; returns its name. */
export async function addRecording(folder: string, made: Partial<Recording>): Promise<string> {
  return usable(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await recordingFiles(folder);
    const numbers = names.map((name) => Number(/^delivery-(\d+)/u.exec(name)?.[1] ?? 0));
    for (let next = Math.max(0, ...numbers) + 1; ; next++) {
      const name = `delivery-${String(next).padStart(4, '0')}.json`;
      if (await isNew(join(folder, name), textOf(made))) return name;
    }
  });
}

/** False when another delivery, or another recorder, was as fast. */
async function isNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Replaces a recording. */
export async function writeRecording(
  folder: string,
  { name, recording: made }: NamedRecording,
): Promise<void> {
  await usable(folder, () => writeFile(join(folder, name), textOf(made)));
}

function textOf(made: Partial<Recording>): string {
  return `${JSON.stringify(made, null, 2)}\n`;
}

/** The delivery as it came, but for the headers that prove it. */
export function deliveryOf({ receivedAt, headers, query, body, text }: Recording): RawDelivery {
  const bytes = Buffer.from(body === undefined ? (text ?? '') : JSON.stringify(body));
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    body: bytes,
    headers: Object.fromEntries(lower) as Record<string, string>,
    ...(query === undefined ? {} : { query }),
    receivedAt: Date.parse(receivedAt),
  };
}

/** What came, as an expectation says it; sentences are for people and are not compared. */
export function toldOf(received: Received): Expectation {
  if (received.kind === 'retry') return { retry: received.code };
  if (received.kind === 'refused') {
    const { code: refused, at, again } = received;
    return {
      refused,
      ...(at === undefined ? {} : { at: [...at] }),
      ...(again === undefined ? {} : { again }),
    };
  }
  const { occurredAt, data, refs, ...event } = received.event;
  const time = occurredAt === undefined ? {} : { occurredAt: new Date(occurredAt).toISOString() };
  return { ...event, ...time, refs: { ...refs }, data: { ...data } as Record<string, Json> };
}
