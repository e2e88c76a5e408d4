/**
 * `onward assistant explain`: what was found in a text, by what, and why it is as urgent as it is.
 */
import {
  loadEncoder,
  shippedAssistant,
  textOf,
  type Annotation,
  type Reading,
} from '../../assistant/index.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { readWords } from './text-of.ts';

interface ExplainFlags {
  readonly file?: string;
  readonly json?: boolean;
}

export async function explained(
  words: readonly string[],
  { file, json }: ExplainFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const text = (await readWords(words, file)).trim();
  const assistant = shippedAssistant(await loadEncoder());
  const nowMs = Date.now();
  const messages = [{ id: '0', who: 'person' as const, atMs: nowMs, text }];
  const reading = await assistant.read({ messages, nowMs, zone: 'UTC' });
  if (json === true) terminal.out(JSON.stringify(writtenOf(reading)));
  else for (const line of linesOf(reading, terminal)) terminal.out(line);
  return exitCodes.ok;
}

function writtenOf({ doc, urgency, intent, broken }: Reading): object {
  return {
    urgency,
    intent: intent && {
      label: intent.label,
      confidence: intent.confidence,
      isKnown: intent.isKnown,
    },
    annotations: doc.annotations.map((each) => ({ ...each, text: textOf(doc, each.span) })),
    broken,
  };
}

function linesOf({ doc, urgency, intent }: Reading, { paint }: Terminal): readonly string[] {
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
  return [`urgency   ${paint(tone, urgency.level)}`, ...because, ...asked, 'found', ...found];
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
