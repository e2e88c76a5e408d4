/**
 * `onward assistant explain`: what was found in a text, by what, and why it is as urgent as it is.
 */
import {
  codingOf,
  contributionsTo,
  loadEncoder,
  shippedAssistant,
  shippedIntents,
  textOf,
  type Annotation,
  type Contribution,
  type Reading,
} from '../../assistant/index.ts';
import type { LlmOutcome } from '../../edge/index.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { readBeside } from './read-beside.ts';
import { readWords } from './text-of.ts';
import { versionsIn } from './versions.ts';

export interface ExplainFlags {
  readonly data: string;
  readonly file?: string;
  readonly json?: boolean;
}

export async function explained(
  words: readonly string[],
  { data, file, json }: ExplainFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const text = (await readWords(words, file)).trim();
  const version = await versionsIn(data).current();
  const assistant = shippedAssistant(await loadEncoder(), version);
  const nowMs = Date.now();
  const conversation = {
    messages: [{ id: '0', who: 'person' as const, atMs: nowMs, text }],
    nowMs,
    zone: 'UTC',
  };
  const reading = await readBeside(assistant, conversation);
  const label = reading.intent?.label;
  const because =
    label === undefined
      ? []
      : contributionsTo(version.intents ?? shippedIntents(), { text, label });
  const made = { version: version.name, because };
  if (json === true) {
    terminal.out(JSON.stringify({ ...writtenOf(reading), ...made, llm: reading.llm }));
    return exitCodes.ok;
  }
  for (const line of linesOf(reading, terminal)) terminal.out(line);
  for (const line of learntLines(made, reading.llm)) terminal.out(line);
  return exitCodes.ok;
}

function learntLines(
  { version, because }: { readonly version: string; readonly because: readonly Contribution[] },
  llm: LlmOutcome | undefined,
): readonly string[] {
  const words = because.map((each) => `${each.words} (${each.weight.toFixed(2)})`).join(', ');
  const lines = [`version   ${version}`, `because   ${words}`];
  if (llm === undefined) return lines;
  if (llm.kind === 'offline') return [...lines, `model     no answer: ${llm.why}`];
  const facts = llm.facts.map(({ kind, text }) => `  ${kind} “${text}”`);
  return [...lines, `model     ${llm.version}, ${llm.dropped} dropped`, ...facts];
}

function writtenOf({ doc, urgency, intent, candidates = [], broken }: Reading): object {
  return {
    urgency,
    intent: intent && {
      label: intent.label,
      confidence: intent.confidence,
      isKnown: intent.isKnown,
    },
    annotations: doc.annotations.map((each) => {
      const text = textOf(doc, each.span);
      const coding =
        each.kind === 'concept' ? codingOf(each.concept, each.status.isNegated) : undefined;
      return { ...each, text, ...(coding && { coding }) };
    }),
    candidates: candidates.map((each) => ({ ...each, text: textOf(doc, each.span) })),
    broken,
  };
}

function linesOf(
  { doc, urgency, intent, candidates = [] }: Reading,
  { paint }: Terminal,
): readonly string[] {
  const tone = urgency.level === 'emergency' ? 'bad' : 'strong';
  const because = urgency.reasons.map(({ layer, id, level, confidence, source, spans }) => {
    const words = [...new Set(spans.map((span) => `“${textOf(doc, span)}”`))].join(', ');
    const from =
      source === undefined ? '' : paint('dim', `  ${source.organisation}: ${source.url}`);
    return `  ${level.padEnd(10)} ${layer} ${id} (${confidence.toFixed(2)}) ${words}${from}`;
  });
  const label = intent?.isKnown === true ? intent.label : `none (nearest: ${intent?.label ?? ''})`;
  const asked =
    intent === undefined ? [] : [`asks for  ${label} (${intent.confidence.toFixed(2)})`];
  const found = doc.annotations.map((each) => {
    const made = paint('dim', `${each.by.stage} ${each.by.version}`);
    return `  “${textOf(doc, each.span)}”  ${what(each)}  ${made}`;
  });
  const perhaps = candidates.map(({ concept, similarity, span, by }) => {
    const made = paint('dim', `${by.stage} ${by.version}`);
    return `  “${textOf(doc, span)}”  perhaps ${concept} (${similarity.toFixed(2)})  ${made}`;
  });
  const head = [`urgency   ${paint(tone, urgency.level)}`, ...because, ...asked];
  return [...head, 'found', ...found, ...(perhaps.length === 0 ? [] : ['perhaps', ...perhaps])];
}

function what(each: Annotation): string {
  switch (each.kind) {
    case 'concept': {
      const { isNegated, isPast, isHypothetical, who } = each.status;
      const how = [
        isNegated ? 'denied' : '',
        isPast ? 'past' : '',
        isHypothetical ? 'not had' : '',
        who === 'other' ? "somebody else's" : '',
      ].filter((word) => word !== '');
      return [each.concept, ...how].join(', ');
    }
    case 'measure':
      return `${each.measure} ${each.value}`;
    case 'age':
      return `age ${Math.round(each.days)} days`;
    case 'time':
      return `${each.role} ${each.value}`;
    case 'severity':
      return each.degree;
  }
}
