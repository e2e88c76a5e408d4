/** The edge: verified, mapped and sealed on the way in; opened and sent on the way out. */
export { passKey, passMs, writePass } from './brief-pass.ts';
export { createBriefs } from './briefs.ts';
export type { AboutObligation, Briefs, BriefsParts } from './briefs.ts';
export { masked } from './conversations.ts';
export type { Conversation, Conversations, MaskedConversation, TalkSpan } from './conversations.ts';
export type { ChatTurn, ChatVisit } from './talk-chat.ts';
export { createTalkViews, talkSection } from './talk-views.ts';
export type { Standing, TalkViewsParts } from './talk-views.ts';
export { conversationPapers } from './talk-papers.ts';
export type { Reader } from './talk-reader.ts';
export { startTellingAgain, tellAgain } from './talk-again.ts';
export { startCatchUp } from './catch-up.ts';
export type { CatchUp, CatchUpParts } from './catch-up.ts';
export { createDispatch } from './dispatch.ts';
export type {
  CommandErrand,
  Dispatch,
  DispatchParts,
  Errand,
  Found,
  LookUpErrand,
  MessageErrand,
} from './dispatch.ts';
export { createGate } from './gate.ts';
export type { Gate, Passed } from './gate.ts';
export { hl7Line } from './hl7-line.ts';
export type { Hl7Line } from './hl7-line.ts';
export { createIntake } from './intake.ts';
export type { Intake, IntakeParts, Taken } from './intake.ts';
export type { Rotated, Rotation } from './keys-rotate.ts';
export { deriveKeys } from './keys.ts';
export type { GateKeys, KeyRing } from './keys.ts';
export { sendMllp } from './mllp-client.ts';
export type { MllpTarget } from './mllp-client.ts';
export { startMllp } from './mllp.ts';
export type { MllpOptions, MllpServer } from './mllp.ts';
export { createOutbound } from './outbound.ts';
export type { OutboundClient, OutboundOptions } from './outbound.ts';
export { refetch } from './refetch.ts';
export type { Refetched, RefetchParts } from './refetch.ts';
export type { Refusal } from './refusal.ts';
export { createSources } from './sources.ts';
export type { Source, Sources, SourceState, SourceWord } from './sources.ts';
export type { OutsideRef } from './seal-facts.ts';
export type { Cursor, Cursors } from './cursors.ts';
export type { Note, Notes } from './notes.ts';
export type { Quarantine, Quarantined, Refetch, Refused } from './quarantine.ts';
export { memoryEdgeStore } from './store-memory.ts';
export type { EdgeStore } from './store.ts';
export { canonical, canonicalFacts } from './vault-names.ts';
export type { CanonicalRefs } from './vault-names.ts';
export { openSafe } from './vault-safe.ts';
export type { Safe, SafeParts } from './vault-safe.ts';
export { createVault } from './vault.ts';
export type { Vault, VaultParts } from './vault.ts';
export { createLlm } from './llm/ask.ts';
export type { Llm, LlmParts } from './llm/ask.ts';
export { llmSettings } from './llm/settings.ts';
export type { LlmKind, LlmSettings } from './llm/settings.ts';
export type { FactKind, LlmFact, LlmLine, LlmOutcome, LlmRead, LlmSilence } from './llm/shape.ts';
export { raisedBy, upgraded } from './llm/upgrade.ts';
export type { Upgraded, UpgradedReading } from './llm/upgrade.ts';
export type { KeptReading, Label, ReadAs, Readings } from './readings.ts';
export { createReview, keepReading } from './review.ts';
export type { Heard, Issues, Review, ReviewParts, Vocabulary } from './review.ts';
