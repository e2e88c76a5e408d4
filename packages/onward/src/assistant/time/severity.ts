/** The stage that reads how bad something is: words of degree, and scores out of ten. */
import { annotated } from '../document/build.ts';
import type { Doc, SeverityFound } from '../document/doc.ts';
import { patternOf } from '../document/pattern.ts';
import type { Stage } from '../document/pipeline.ts';

const severityVersion = '1';
const by = { stage: 'severity', version: severityVersion };

const scored = patternOf(
  String.raw`
  \b(?<score>10|\d)(?:\.5)?\s*(?:\/|out of|outta)\s*(?:10|ten)\b|\b(?<word>eight|nine|ten|
  seven|six|five|four|three|two|one) out of ten\b
`,
  'gi',
);
const words = 'one two three four five six seven eight nine ten'.split(' ');
const degrees: readonly (readonly [SeverityFound['degree'], RegExp])[] = [
  [
    'severe',
    patternOf(
      String.raw`
  \b(?:severe(?:ly)?|excruciating|unbearable|agon(?:y|ising|izing)|worst|horrendous|terrible|
  awful|extreme(?:ly)?|intense|crippling|killing me|so bad|really bad|very bad)\b
`,
      'gi',
    ),
  ],
  ['moderate', /\b(?:moderate(?:ly)?|quite bad|fairly bad|pretty bad|uncomfortable|nagging)\b/gi],
  ['mild', /\b(?:mild(?:ly)?|slight(?:ly)?|a (?:little|bit)|minor|not (?:too|that|very) bad)\b/gi],
];

export function severityStage(): Stage {
  return {
    name: 'severity',
    version: severityVersion,
    run: (doc) =>
      annotated(
        doc,
        doc.utterances.flatMap((_, at) => severitiesIn(doc, at)),
      ),
  };
}

function severitiesIn(doc: Doc, message: number): readonly SeverityFound[] {
  const text = doc.utterances[message]?.message.text ?? '';
  const numbers = [...text.matchAll(scored)].map((match) => {
    const { score, word = '' } = match.groups ?? {};
    const value = score === undefined ? words.indexOf(word.toLowerCase()) + 1 : Number(score);
    const degree = value >= 7 ? 'severe' : value >= 4 ? 'moderate' : 'mild';
    return { ...found(degree, match, message), score: value };
  });
  const named = degrees.flatMap(([degree, pattern]) =>
    [...text.matchAll(pattern)].map((match) => found(degree, match, message)),
  );
  return [...numbers, ...named];
}

function found(
  degree: SeverityFound['degree'],
  match: RegExpExecArray,
  message: number,
): SeverityFound {
  const span = { message, start: match.index, end: match.index + match[0].length };
  return { kind: 'severity', degree, span, from: 0, to: 0, confidence: 0.8, by };
}
