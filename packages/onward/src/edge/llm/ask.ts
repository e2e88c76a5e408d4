/**
 * Asks a language model to read what a person wrote: within a time and a size, without tools, and
 * without a trace of what was said. Whatever goes wrong, the offline result stands.
 */
import type { Conversation } from '../../assistant/index.ts';
import { boundedFetch, TooLong } from './bounded-fetch.ts';
import { instructions, promptFor } from './prompt.ts';
import { pseudonymised } from './pseudonyms.ts';
import type { LlmSettings } from './settings.ts';
import { answerShape, type LlmOutcome, type LlmSilence } from './shape.ts';
import { heldAgainst } from './verbatim.ts';

export interface LlmParts {
  readonly settings: LlmSettings;
  readonly nowMs: () => number;
  /** So many fresh random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}

export interface Llm {
  readonly version: string;
  /** Never rejects. `known`: identifiers that must not leave, as the caller knows them. */
  readonly read: (conversation: Conversation, known: readonly string[]) => Promise<LlmOutcome>;
}

/** What a person writes in a conversation is shorter; what is longer would crowd out the answer. */
const longestText = 12_000;
const mostTokens = 2_000;
/** After so many failures in a row it is left alone for a minute: each costs a whole time-out. */
const mostFailures = 3;
const restMs = 60_000;

export function createLlm({ settings, nowMs, random }: LlmParts): Llm {
  const version = `${settings.kind}:${settings.model}`;
  let failures = 0;
  let restsUntil = 0;
  const ask = async ({ messages }: Conversation, known: readonly string[]): Promise<LlmOutcome> => {
    const said = messages.filter(({ who }) => who === 'person').map(({ text }) => text);
    if (said.every((text) => text.trim() === '')) return offline('nothing-said');
    if (said.join('').length > longestText) return offline('too-long');
    const { texts, restore } = pseudonymised(said, known);
    const mark = Buffer.from(random(9)).toString('hex');
    const text = await completed(settings, promptFor(texts, mark));
    const answer = answerShape.safeParse(jsonIn(text));
    if (!answer.success) return offline('unfit');
    return heldAgainst(answer.data, { messages, restore, version });
  };
  const read = async (
    conversation: Conversation,
    known: readonly string[],
  ): Promise<LlmOutcome> => {
    if (nowMs() < restsUntil) return offline('resting');
    const outcome = await ask(conversation, known).catch((error: unknown) =>
      offline(silenceOf(error)),
    );
    const hasFailed =
      outcome.kind === 'offline' && (outcome.why === 'away' || outcome.why === 'time-out');
    failures = hasFailed ? failures + 1 : 0;
    if (failures >= mostFailures) {
      failures = 0;
      restsUntil = nowMs() + restMs;
    }
    return outcome;
  };
  return { version, read };
}

/** The error itself may quote what was asked or answered: it is dropped here. */
function silenceOf(error: unknown): LlmSilence {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof TooLong) return 'too-long';
    if (each.name === 'TimeoutError' || each.name === 'AbortError') return 'time-out';
  }
  return 'away';
}

function offline(why: LlmSilence): LlmOutcome {
  return { kind: 'offline', why };
}

async function completed(settings: LlmSettings, prompt: string): Promise<string> {
  const { generateText, Output } = await import('ai');
  // The library would print warnings, and those may quote.
  (globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;
  const { text } = await generateText({
    model: await modelOf(settings),
    instructions,
    prompt,
    output: Output.text(),
    maxRetries: 0,
    temperature: 0,
    maxOutputTokens: mostTokens,
    abortSignal: AbortSignal.timeout(settings.timeoutMs),
    telemetry: { isEnabled: false },
  });
  return text;
}

async function modelOf({ kind, url, model, key }: LlmSettings) {
  const shared = {
    baseURL: url,
    fetch: boundedFetch(url),
    ...(key === undefined ? {} : { apiKey: key }),
  };
  switch (kind) {
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({ name: 'local', ...shared })(model);
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic({ apiKey: '', ...shared })(model);
    }
  }
}

/** The object in an answer; models like to put a fence around it. */
function jsonIn(text: string): unknown {
  const inner = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  try {
    return JSON.parse(inner) as unknown;
  } catch {
    return undefined;
  }
}
