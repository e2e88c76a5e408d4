/** The stage that reads times: dates and hours by chrono, since and until and how often by ours. */
import * as chrono from 'chrono-node';
import { annotated } from '../document/build.ts';
import type { Annotation, Doc, TimeFound } from '../document/doc.ts';
import { patternOf } from '../document/pattern.ts';
import type { Stage } from '../document/pipeline.ts';
import { localOf } from './zone.ts';

const timeVersion = '1';
const by = { stage: 'time', version: timeVersion };

export function timeStage(): Stage {
  return {
    name: 'time',
    version: timeVersion,
    run: (doc) =>
      annotated(
        doc,
        doc.utterances.flatMap((_, at) => timesIn(doc, at)),
      ),
  };
}

const count =
  '(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|couple of|few|several|\\d{1,3})';
const unit = '(?:second|minute|min|hour|hr|day|night|week|wk|month|mth|year|yr)s?';
const lengths = patternOf(
  `\\b(?:for|lasting|lasts?|lasted|over|about|past|last) (?:the )?(?:past |last |about |around |
  over )?(?<count>${count}|half an) (?<unit>${unit})\\b`,
  'gi',
);
const often = patternOf(
  String.raw`
  \b(?:(?<count>once|twice|three times|four times|five times|six times|\d{1,2} ?(?:times|x)|
  x ?\d{1,2}|several times|a few times)(?: or \w+ times)? (?:a|an|per|each|
  every) (?<unit>hour|day|night|week|month)|every (?:other )?(?:\w+ )?(?:hours?|days?|
  nights?|mornings?|evenings?|weeks?|few (?:hours|days|minutes)|minutes?)|(?:bd|tds|qds|od|
  prn|daily|hourly|nightly|weekly)\b)
`,
  'gi',
);

function timesIn(doc: Doc, message: number): readonly Annotation[] {
  const text = doc.utterances[message]?.message.text ?? '';
  const found: TimeFound[] = [];
  for (const match of text.matchAll(lengths)) {
    const value = durationOf(match.groups?.['count'] ?? '', match.groups?.['unit'] ?? '');
    found.push(time('for', value, { message, start: match.index, text: match[0] }));
  }
  for (const match of text.matchAll(often)) {
    found.push(
      time('every', match[0].toLowerCase(), { message, start: match.index, text: match[0] }),
    );
  }
  const reference = referenceOf(doc);
  for (const result of chrono.parse(text, reference, { forwardDate: true })) {
    const span = { message, start: result.index, text: result.text };
    const before = text.slice(0, result.index);
    const role = /\b(?:since|from|starting|started)\s*$/i.test(before)
      ? 'since'
      : /\b(?:until|till|til|by|before|up to)\s*$/i.test(before)
        ? 'until'
        : 'at';
    if (
      found.some(
        (each) => each.span.start < span.start + span.text.length && span.start < each.span.end,
      )
    ) {
      continue;
    }
    found.push(time(role, written(result.start), span));
  }
  return found;
}

/** Chrono thinks in the machine's zone; it is given the clinic's wall clock as if it were UTC. */
function referenceOf({ nowMs, zone }: Doc): { instant: Date; timezone: number } {
  const local = localOf(nowMs, zone);
  return { instant: new Date(nowMs), timezone: local.offsetMinutes };
}

function written(start: chrono.ParsedComponents): string {
  const two = (figure: number | null): string => String(figure ?? 0).padStart(2, '0');
  const day = `${start.get('year')}-${two(start.get('month'))}-${two(start.get('day'))}`;
  if (!start.isCertain('hour')) return day;
  return `${day}T${two(start.get('hour'))}:${two(start.get('minute'))}`;
}

interface Place {
  readonly message: number;
  readonly start: number;
  readonly text: string;
}

function time(role: TimeFound['role'], value: string, { message, start, text }: Place): TimeFound {
  const span = { message, start, end: start + text.length };
  return { kind: 'time', role, value, span, from: 0, to: 0, confidence: 0.8, by };
}

const counts: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  'couple of': 2,
  three: 3,
  few: 3,
  several: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};

/** "Three days" as `P3D`. */
function durationOf(said: string, unitName: string): string {
  const name = unitName.toLowerCase();
  if (said.toLowerCase() === 'half an') return 'PT30M';
  const figure = counts[said.toLowerCase()] ?? Number(said);
  if (name.startsWith('s')) return `PT${figure}S`;
  if (name.startsWith('mi')) return `PT${figure}M`;
  if (name.startsWith('h')) return `PT${figure}H`;
  if (name.startsWith('d') || name.startsWith('n')) return `P${figure}D`;
  if (name.startsWith('w')) return `P${figure}W`;
  return name.startsWith('y') ? `P${figure}Y` : `P${figure}M`;
}
