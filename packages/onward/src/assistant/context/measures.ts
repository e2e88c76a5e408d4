/** The stage that reads figures: temperature, oxygen, pressure, sugar, pulse; and ages. */
import { patternOf } from '../document/pattern.ts';
import { annotated } from '../document/build.ts';
import type { Annotation, Doc, Measure } from '../document/doc.ts';
import type { Stage } from '../document/pipeline.ts';

const measureVersion = '1';
const by = { stage: 'measures', version: measureVersion };

interface Reading {
  readonly measure: Measure;
  readonly pattern: RegExp;
  /** From the figure as written; undefined where it cannot be one. */
  readonly value: (figure: number) => number | undefined;
}

const between =
  (least: number, most: number) =>
  (figure: number): number | undefined =>
    figure >= least && figure <= most ? figure : undefined;

/** Figures over 90 are Fahrenheit, those from 33 to 43 Celsius. */
function celsius(figure: number): number | undefined {
  if (figure >= 93 && figure <= 110) return Math.round(((figure - 32) / 1.8) * 10) / 10;
  return between(33, 43)(figure);
}

/** Figures over 34 are mg/dl. */
const millimoles = (figure: number): number | undefined =>
  figure > 34 ? between(2, 60)(figure / 18) : between(0.5, 34)(figure);

const few = String.raw`(?:[\s:=,]+[a-z]+'?[a-z]*){0,5}[\s:=]*`;
const figure = String.raw`(?<figure>\d{1,3}(?:[.,]\d{1,2})?)(?![\d])`;

const readings: readonly Reading[] = [
  {
    measure: 'temperature-c',
    pattern: patternOf(
      String.raw`
        \b(?:temp\w*|fever\w*|thermometer|tempreture|burning up|hot|baby|he|she|is|at|
        temp of)${few}${figure}(?!\s*(?:kg|lb|ml|mg|%|weeks?|wks?|months?|years?|yrs?|days?|
        hours?|hrs?|mins?|\/|yo\b|y\b|percent|over|am|pm|times|units|[/]|tablets|
        pills))\s*(?:c\b|f\b|°|deg)?
`,
      'gi',
    ),
    value: celsius,
  },
  {
    measure: 'temperature-c',
    pattern: new RegExp(
      String.raw`\b${figure}\s*(?:°|deg(?:rees)?\b|celsius|fahrenheit|c\b|f\b)`,
      'gi',
    ),
    value: celsius,
  },
  {
    measure: 'oxygen-percent',
    pattern: patternOf(
      String.raw`
        \b(?:sats?|spo2|o2|oxygen|(?:pulse )?ox\w*|oximeter|saturation\w*)${few}${figure}
`,
      'gi',
    ),
    value: between(50, 100),
  },
  {
    measure: 'glucose-mmol',
    pattern: new RegExp(
      String.raw`\b(?:sugars?|glucose|bgl?|bm|cbg|libre|dexcom|hypo)${few}${figure}`,
      'gi',
    ),
    value: millimoles,
  },
  {
    measure: 'glucose-mmol',
    pattern: new RegExp(String.raw`\b${figure}\s*(?:blood sugar|sugar|glucose|mmol|mg\/dl)`, 'gi'),
    value: millimoles,
  },
  {
    measure: 'ketones',
    pattern: new RegExp(String.raw`\bketones?${few}${figure}`, 'gi'),
    value: between(0.1, 12),
  },
  {
    measure: 'pulse',
    pattern: patternOf(
      String.raw`
        \b(?:heart rate|heart|pulse|hr|bpm)${few}${figure}(?!\s*(?:years|weeks|times|days))
`,
      'gi',
    ),
    value: between(25, 260),
  },
  {
    measure: 'breaths',
    pattern: new RegExp(String.raw`\b${figure}\s*breaths`, 'gi'),
    value: between(4, 99),
  },
];

/** Weeks of a pregnancy: said so, or said of oneself, or as the last thing that is said. */
const weeksGone: readonly RegExp[] = [
  patternOf(
    String.raw`
    \b(?<figure>\d{1,2})(?:\s*\+\s*\d)?\s*(?:weeks?|wks?|wk)\s*(?:pregnant|preg\w*|gone|
    gestation|along|today with)
`,
    'gi',
  ),
  patternOf(
    String.raw`
    (?:^|[.,!?;]\s*|\b(?:i'?m|i am|shes|she's|she is|pregnant|at|now|wife is|partner is|
    sister is|daughter is|and)\s+)(?<figure>\d{1,2})(?:\s*\+\s*\d)?\s*(?:weeks?|wks?|
    wk)\b(?!\s*(?:old|ago|later|after|post|of|since|for|without|to go|now|on|off|in|
    recovery|waiting))
`,
    'gi',
  ),
  /\b(?<figure>[1-4]\d)(?:\s*\+\s*\d)?\s*(?:weeks?|wks?|wk)\s*[.!]*$/gi,
  /\b(?<figure>[1-4]\d)\s*\+\s*[0-6]\b/g,
];

const pressure =
  /\b(?<upper>[7-9]\d|1\d\d|2[0-6]\d)\s*(?:\/|over)\s*(?<lower>[3-9]\d|1[0-6]\d)\b/gi;

const words: Readonly<Record<string, number>> = Object.fromEntries(
  'one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, at) => [word, at + 1]),
);
const dayCounts: readonly (readonly [RegExp, number])[] = [
  [/^(?:d|day|days)/i, 1],
  [/^(?:w|wk|wks|week|weeks)/i, 7],
  [/^(?:mo|mth|mths|m|month|months|mos|mnths)/i, 30.4],
  [/^(?:y|yr|yrs|year|years)/i, 365.25],
];
const agePattern = patternOf(
  String.raw`
    \b(?<count>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|
    twelve)(?:\s+and\s+a\s+half)?[\s-]*(?<unit>days?|d|weeks?|wks?|wk|w|months?|mths?|
    mnths?|mos?|m|years?|yrs?|yr|y)[\s/-]*(?:o\b|olds?\b|old\b)
`,
  'gi',
);
const bareAge = patternOf(
  String.raw`
    (?:\b(?:aged?|im|i am|i'm|shes|hes|she's|he's|she is|he is|is|mum|dad|gran|
    over)\s+(?<count>\d{1,3})(?=\s*(?:[,.!?)]|$|and|now|on|with|years|yrs|year|yr|male|
    female|man|woman))|\((?<weeks>\d{1,2})\s*(?<unit>weeks?|wks?|months?|mths?)\)|
    \b(?<sexed>\d{2})\s?(?:f|m|yo|y\/o)\b|\b(?:newborn|new born)\b)
`,
  'gi',
);

export function measureStage(): Stage {
  return {
    name: 'measures',
    version: measureVersion,
    run: (doc) =>
      annotated(
        doc,
        doc.utterances.flatMap((_, at) => [...measuresIn(doc, at), ...agesIn(doc, at)]),
      ),
  };
}

function measuresIn(doc: Doc, message: number): readonly Annotation[] {
  const text = doc.utterances[message]?.message.text ?? '';
  const found: Annotation[] = readings.flatMap(({ measure, pattern, value }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const read = value(Number((match.groups?.['figure'] ?? '').replace(',', '.')));
      if (read === undefined) return [];
      return [{ kind: 'measure' as const, measure, value: read, ...place(match, message) }];
    }),
  );
  for (const match of weeksGone.flatMap((pattern) => [...text.matchAll(pattern)])) {
    const weeks = between(4, 43)(Number(match.groups?.['figure']));
    if (weeks === undefined) continue;
    found.push({
      kind: 'measure',
      measure: 'pregnant-weeks',
      value: weeks,
      ...place(match, message),
    });
  }
  for (const match of text.matchAll(pressure)) {
    const upper = Number(match.groups?.['upper']);
    const lower = Number(match.groups?.['lower']);
    if (lower >= upper) continue;
    found.push(
      { kind: 'measure', measure: 'systolic', value: upper, ...place(match, message) },
      { kind: 'measure', measure: 'diastolic', value: lower, ...place(match, message) },
    );
  }
  return found;
}

function agesIn(doc: Doc, message: number): readonly Annotation[] {
  const text = doc.utterances[message]?.message.text ?? '';
  const named = [...text.matchAll(agePattern)].flatMap((match) => {
    const { count = '', unit = '' } = match.groups ?? {};
    const days = countOf(count) * (dayCounts.find(([name]) => name.test(unit))?.[1] ?? 0);
    return Number.isFinite(days) ? [{ kind: 'age' as const, days, ...place(match, message) }] : [];
  });
  const bare = [...text.matchAll(bareAge)].flatMap((match) => {
    const { count, sexed, weeks, unit = '' } = match.groups ?? {};
    const years = Number(count ?? sexed ?? 0);
    const days =
      weeks === undefined
        ? years * 365.25
        : Number(weeks) * (dayCounts.find(([name]) => name.test(unit))?.[1] ?? 0);
    // "I am 32 weeks" is no age, and nobody says of a child that it is 3.
    if (years > 110 || (years > 0 && years < 2)) return [];
    return [{ kind: 'age' as const, days, ...place(match, message) }];
  });
  return [...named, ...bare];
}

const countOf = (count: string): number => words[count.toLowerCase()] ?? Number(count);

function place(match: RegExpExecArray, message: number): Found {
  const span = { message, start: match.index, end: match.index + match[0].length };
  return { span, from: 0, to: 0, confidence: 0.9, by };
}

type Found = Pick<Annotation, 'span' | 'from' | 'to' | 'confidence' | 'by'>;
