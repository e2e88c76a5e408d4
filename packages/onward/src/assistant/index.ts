/** The one way into the assistant: plain words in, what they mean out, with what it stands on. */
export { createAssistant } from './assistant.ts';
export type { Assistant, AssistantParts, Reading } from './assistant.ts';
export { docOf, maxMessageLength } from './document/build.ts';
export type { Conversation } from './document/build.ts';
export { textOf } from './document/doc.ts';
export type { Annotation, Doc, Message, Span, Speaker } from './document/doc.ts';
export { readClock, readDay } from './dialogue/clock.ts';
export { beginning, next, offer } from './dialogue/machine.ts';
export type { DialogueState, Opening, Say, Task, Turn, Visit } from './dialogue/state.ts';
export { slotsIn } from './dialogue/slots.ts';
export type { Slot, SlotName } from './dialogue/slots.ts';
export { gramEncoder } from './encoder.ts';
export type { Encoder } from './encoder.ts';
export { calibrated, judgedBy, outOfScope, ratesAt } from './intents/calibrate.ts';
export type { Judged, Rates } from './intents/calibrate.ts';
export { guess, trainClassifier } from './intents/classifier.ts';
export type { Classifier, Example, Guess } from './intents/classifier.ts';
export { doubtOf } from './learn/doubt.ts';
export type { Doubt } from './learn/doubt.ts';
export { contributionsTo } from './learn/contributions.ts';
export type { Contribution } from './learn/contributions.ts';
export { objectionsTo } from './learn/gate.ts';
export type { Compared, IntentPair, Objection, UrgencyPair } from './learn/gate.ts';
export { heldIntents, heldUrgencies, intentLessons, urgencyLessons } from './learn/lessons.ts';
export type { HeldIntent, HeldItem, Lesson } from './learn/lessons.ts';
export { classifierOf, storedOf } from './learn/store.ts';
export type { Named } from './learn/store.ts';
export { loadClassifier, loadEncoder } from './load.ts';
export {
  draftOfConversation,
  shippedAssistant,
  shippedConcepts,
  shippedIntents,
} from './shipped.ts';
export type { LearntModels } from './shipped.ts';
export { codingOf } from './lexicon/ontology.ts';
export type { Coding } from './lexicon/ontology.ts';
export { isFact } from './notes/draft.ts';
export type { Draft, DraftFact, DraftSentence, Section } from './notes/shape.ts';
export type { CheckedDraft } from './notes/whole.ts';
export { higher, isAtLeast, isLevel, levels } from './urgency/level.ts';
export type { Level } from './urgency/level.ts';
export { raised } from './urgency/raise.ts';
export type { Opinion, Reason, Urgency } from './urgency/screen.ts';
export { regions, textFor } from './urgency/texts.ts';
export type { Region, RegionName, Telling } from './urgency/texts.ts';
export { topicsOf } from './topics/cluster.ts';
export type { Topic, TopicItem } from './topics/cluster.ts';
