/** Reads what is held with two versions, and says what each makes of it. */
import {
  guess,
  heldIntents,
  heldUrgencies,
  shippedAssistant,
  shippedIntents,
  type Compared,
  type Encoder,
  type HeldItem,
  type Level,
} from '../../assistant/index.ts';
import type { Version } from './versions.ts';

export interface Comparing {
  readonly encoder: Encoder;
  readonly before: Version;
  readonly after: Version;
  /** Urgent as people said, beside what is shipped. */
  readonly held: readonly HeldItem[];
  readonly nowMs: number;
  readonly tell: (line: string) => void;
}

export async function compared(work: Comparing): Promise<Compared> {
  const { before, after, held, tell } = work;
  const encoder = remembering(work.encoder);
  const items = [...heldUrgencies(), ...held];
  const reading = { ...work, encoder, items };
  const was = await levelsBy(before, reading);
  tell('half of what is held is read');
  const is = await levelsBy(after, reading);
  const urgency = items.map(({ id, level }, at) => {
    return { id, meant: level, before: was[at] ?? 'admin', after: is[at] ?? 'admin' };
  });
  const [one, other] = [await intentsBy(before, encoder), await intentsBy(after, encoder)];
  const intents = heldIntents().map(({ id, label }, at) => {
    const [a, b] = [one[at], other[at]];
    const left = { id, meant: label, ...(a === undefined ? {} : { before: a }) };
    return b === undefined ? left : { ...left, after: b };
  });
  return { urgency, intents };
}

interface Read {
  readonly encoder: Encoder;
  readonly items: readonly HeldItem[];
  readonly nowMs: number;
}

async function levelsBy(version: Version, { encoder, items, nowMs }: Read): Promise<Level[]> {
  const assistant = shippedAssistant(encoder, version);
  const levels: Level[] = [];
  for (const { texts } of items) {
    const messages = texts.map((text, at) => {
      const atMs = nowMs - (texts.length - at) * 60_000;
      return { id: String(at), who: 'person' as const, atMs, text };
    });
    const { urgency } = await assistant.read({ messages, nowMs, zone: 'UTC' });
    levels.push(urgency.level);
  }
  return levels;
}

async function intentsBy(
  { intents: own }: Version,
  encoder: Encoder,
): Promise<readonly (string | undefined)[]> {
  const intents = own ?? shippedIntents();
  const held = heldIntents();
  const vectors = await encoder.embed(held.map(({ text }) => text));
  return held.map(({ text }, at) => {
    const found = guess(intents, { text, vector: vectors[at] ?? new Float32Array() });
    return found.isKnown ? found.label : undefined;
  });
}

/** Both versions hear the same texts: each is embedded once. */
function remembering({ embed, ...encoder }: Encoder): Encoder {
  const known = new Map<string, Float32Array>();
  return {
    ...encoder,
    async embed(texts) {
      const fresh = [...new Set(texts)].filter((text) => !known.has(text));
      const vectors = await embed(fresh);
      for (const [at, text] of fresh.entries()) known.set(text, vectors[at] ?? new Float32Array());
      return texts.map((text) => known.get(text) ?? new Float32Array());
    },
  };
}
