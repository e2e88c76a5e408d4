/** From a conversation to a draft that has been checked, in one call. */
import { contextStage } from '../context/status.ts';
import { measureStage } from '../context/measures.ts';
import { docOf, type Conversation } from '../document/build.ts';
import type { Doc } from '../document/doc.ts';
import { analyse, type Stage } from '../document/pipeline.ts';
import { conceptStage, type Lexicon } from '../lexicon/find.ts';
import { timeStage } from '../time/find.ts';
import { severityStage } from '../time/severity.ts';
import { draftOf } from './draft.ts';
import type { Draft, DraftSentence } from './shape.ts';
import { unsupported } from './support.ts';

export interface CheckedDraft {
  readonly doc: Doc;
  /** Only what is borne out. */
  readonly draft: Draft;
  /** What was dropped, since the words it names do not bear it out. */
  readonly unsupported: readonly DraftSentence[];
}

/** The stages that find things, in their order. */
export function stagesOf(lexicon: Lexicon): readonly Stage[] {
  return [
    conceptStage(lexicon),
    contextStage(lexicon),
    measureStage(),
    severityStage(),
    timeStage(),
  ];
}

export function checkedDraft(conversation: Conversation, lexicon: Lexicon): CheckedDraft {
  const stages = stagesOf(lexicon);
  const { doc } = analyse(docOf(conversation), stages);
  const draft = draftOf(doc, lexicon);
  const dropped = unsupported(draft, doc, stages);
  const sentences = draft.sentences.filter((each) => !dropped.includes(each));
  return { doc, draft: { sentences }, unsupported: dropped };
}
