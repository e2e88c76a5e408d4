/** Whether a language model may be asked, which one, and who answered for it. */
import { StopError } from '../../core/index.ts';

export type LlmKind = 'openai-compatible' | 'anthropic';

export interface LlmSettings {
  readonly kind: LlmKind;
  /** Without a slash at its end: `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly model: string;
  readonly key?: string;
  readonly timeoutMs: number;
  /** Who acknowledged the business associate agreement, and on which day; of another host only. */
  readonly acknowledged?: { readonly by: string; readonly on: string };
}

const kinds: readonly string[] = ['openai-compatible', 'anthropic'] satisfies readonly LlmKind[];
const usualTimeoutMs = 4_000;
const mostTimeoutMs = 30_000;

/**
 * Reads `ONWARD_LLM` and its like; undefined where none is configured, which is the default.
 *
 * @throws {StopError} ONW-LLM-SETTINGS where they do not fit together; ONW-LLM-BAA where a host
 *   that is not this machine would read what patients say, and nobody has acknowledged an agreement
 */
export function llmSettings(
  env: Readonly<Record<string, string | undefined>>,
): LlmSettings | undefined {
  const kind = env['ONWARD_LLM'];
  if (kind === undefined || kind === '') return undefined;
  const url = urlOf(env['ONWARD_LLM_URL'] ?? '');
  const model = env['ONWARD_LLM_MODEL'] ?? '';
  const timeoutMs = Number(env['ONWARD_LLM_TIMEOUT_MS'] ?? usualTimeoutMs);
  const fits = Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= mostTimeoutMs;
  if (!isKind(kind) || url === undefined || model === '' || !fits) throw unfit();
  const key = env['ONWARD_LLM_KEY'];
  const acknowledged = acknowledgedBy(env['ONWARD_LLM_BAA'] ?? '');
  if (!isLoopback(url)) {
    if (url.protocol !== 'https:') throw unfit();
    if (acknowledged === undefined) throw unacknowledged();
  }
  return {
    kind,
    url: url.href.replace(/\/$/, ''),
    model,
    timeoutMs,
    ...(key === undefined || key === '' ? {} : { key }),
    ...(acknowledged === undefined ? {} : { acknowledged }),
  };
}

function isKind(text: string): text is LlmKind {
  return kinds.includes(text);
}

function urlOf(text: string): URL | undefined {
  const url = URL.parse(text);
  const isPlain = url?.username === '' && url.password === '' && url.search === '';
  return isPlain && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** By its address, or the one name that stands for it (RFC 6761, section 6.3). */
function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** `2026-11-23 Jo Field, privacy officer`: a day, and a name that can be asked. */
function acknowledgedBy(text: string): LlmSettings['acknowledged'] {
  const found = /^(?<on>\d{4}-\d{2}-\d{2}) (?<by>\S.{2,120})$/.exec(text.trim())?.groups;
  const { on = '', by = '' } = found ?? {};
  return Number.isNaN(Date.parse(on)) ? undefined : { on, by };
}

function unfit(): StopError {
  const message = 'Name ONWARD_LLM, a URL of https or of this machine, a model, and a time-out.';
  return new StopError('ONW-LLM-SETTINGS', message);
}

function unacknowledged(): StopError {
  const message =
    'The model runs elsewhere: set ONWARD_LLM_BAA to the day and name of who acknowledged a BAA.';
  return new StopError('ONW-LLM-BAA', message);
}
