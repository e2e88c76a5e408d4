/** The assistant, with the language model of the environment beside it where one is configured. */
import { randomBytes } from 'node:crypto';
import type { Assistant, Conversation, Reading } from '../../assistant/index.ts';
import {
  createLlm,
  llmSettings,
  upgraded,
  type LlmOutcome,
  type Upgraded,
} from '../../edge/index.ts';

export interface ReadBeside extends Reading {
  /** Absent where none is configured. */
  readonly llm?: LlmOutcome;
}

const made = new WeakMap<Assistant, Upgraded>();

/** @throws StopError ONW-LLM-SETTINGS or ONW-LLM-BAA */
export async function readBeside(
  assistant: Assistant,
  conversation: Conversation,
): Promise<ReadBeside> {
  const settings = llmSettings(process.env);
  if (settings === undefined) return assistant.read(conversation);
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const known =
    made.get(assistant) ??
    upgraded(assistant, createLlm({ settings, nowMs: () => Date.now(), random }));
  made.set(assistant, known);
  return known.read(conversation, []);
}
