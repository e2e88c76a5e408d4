/** What a clinician said would be done, sentence by sentence, as it was said. */
import { patternOf } from '../document/pattern.ts';
import type { Doc } from '../document/doc.ts';
import type { DraftSentence } from './shape.ts';

const planning = patternOf(
  String.raw`
  \b(?:i(?:'ll| will|'d| would|'m going to| am going to| can)|we(?:'ll| will|'d| would| can|
   should| need to|'re going to)|let's|you (?:should|need to|can|could|must)|make sure|
  try (?:to|and|some)|recommend|suggest|advise|prescri\w+|arrange|refer\w*|organi[sz]e|book|
  follow[- ]up|come back|keep (?:drinking|taking|an eye)|if (?:it|things|you|the|they|
  that) (?:get|gets|don't|doesn't|worsen\w*|develop|feel|start|notice|isn't|aren't|are|is|
  becomes?)|take (?:some|a|the|it|two|one|regular)|antibiotic\w*|blood tests?|rest|fluids|
  painkillers?|paracetamol|ibuprofen)\b
`,
  'i',
);
const empty = patternOf(
  String.raw`
  \b(?:ask you|confirm your|how can i help|can you hear|hear me|tell me|i'll (?:just|let you)|
  let me|if i (?:ask|could)|date of birth|questions? for you|i can see|is that (?:ok|okay|
  right|fine)|make sense)\b
`,
  'i',
);
const fewest = 5;

export function planIn(doc: Doc): readonly DraftSentence[] {
  return doc.utterances.flatMap(({ message, tokens, sentences }, at) => {
    if (message.who !== 'clinician') return [];
    return sentences.flatMap((sentence): readonly DraftSentence[] => {
      const start = tokens[sentence.from]?.start ?? 0;
      const end = tokens[sentence.to - 1]?.end ?? 0;
      const text = message.text.slice(start, end);
      const isLong = sentence.to - sentence.from >= fewest;
      if (sentence.isQuestion || !isLong || !planning.test(text) || empty.test(text)) return [];
      return [
        {
          section: 'plan',
          text: `Plan: “${text}”`,
          spans: [{ message: at, start, end }],
          facts: [],
        },
      ];
    });
  });
}
