/**
 * The one way into core: the language's model, the contracts, and the pure parts the layers share.
 */
export type { Clock } from './clock.ts';
export type {
  Attempt,
  BriefLine,
  Briefed,
  CaughtUp,
  Connector,
  Health,
  Listed,
  LookUpAnswer,
  LookUpRequest,
  Manifest,
  Marker,
  Outbound,
  OutboundCommand,
  PaperAnswer,
  PaperFinding,
  PaperLine,
  Papers,
  PaperSection,
  Saying,
  Words,
  Diary,
  DiaryOpening,
  DiaryVisit,
  OutboundSocket,
  Page,
  PageVisit,
  RawDelivery,
  Received,
  SettingsProblem,
  SystemSetup,
  Verdict,
  WireEvent,
} from './connector.ts';
export { BugError, OnwardError, RejectError, RetryError, StopError } from './errors.ts';
export type { ErrorDetail, OnwardCode } from './errors.ts';
export { declared, joined, sentence } from './plain.ts';
export type { Literal, Plain, Sentence } from './plain.ts';
export { errorCodes } from './error-codes.ts';
export {
  isCurrency,
  isFact,
  readDate,
  readDuration,
  readFact,
  readFactType,
  instants,
  isInstant,
  readInstant,
  writeFact,
} from './facts/index.ts';
export type { CodeLists } from './facts/index.ts';
export {
  absenceId,
  commandKey,
  driftId,
  handoverId,
  journeyId,
  mergeId,
  obligationId,
  parseAbsenceId,
  parseCommandKey,
  parseDriftId,
  parseJourneyId,
  parseMergeId,
  parseObligationId,
  parseReconciliationId,
  parseRecoveryId,
  parseUnmatchedId,
  parseViewId,
  reconciliationId,
  recoveryId,
  unmatchedId,
  viewId,
} from './ids.ts';
export type { ObligationName } from './ids.ts';
export type { HolidayKind, Holidays } from './holidays.ts';
export { isPointer, parseJson, pointAt, pointerTokens } from './json/index.ts';
export type { JsonCode, JsonLimits, JsonRefusal, JsonResult } from './json/index.ts';
export {
  canonicalJson,
  compile,
  compileObject,
  compilePolicy,
  defineJourney,
  defineProgram,
  driftClasses,
  formatDuration,
  formatSpan,
  formatWithin,
  journeyJsonSchema,
  obligationWord,
  reconciliationOf,
  parseDuration,
  programJsonSchema,
  writableClasses,
} from './language/index.ts';
export type * from './language/index.ts';
export { closedFacts } from './operational-event.ts';
export type { ClosedFacts, OperationalEvent, SealedRef } from './operational-event.ts';
export { actionsOf, explain, headStartOf, whyHere, whyNot, zoneOfOwner } from './explain/index.ts';
export type {
  ActionChoice,
  ExplainedClock,
  ExplainedMessage,
  ExplainedObligation,
  Explanation,
  HeadStart,
  MessageFate,
  Moment,
  WhyHere,
  WhyNotTransition,
} from './explain/index.ts';
export { compare, isSaid } from './reconcile/index.ts';
export type { Belief, Differs, Reach, Word } from './reconcile/index.ts';
export type { Charges, Outage, Run } from './clocks/index.ts';
export type * from './step/types.ts';
export {
  arbitrate,
  hoursOf,
  isNews,
  latestWord,
  permits,
  recipientArgs,
  replayWishes,
  zoneOf,
} from './messages/index.ts';
export type {
  Attention,
  ConsentRecord,
  Fate,
  Replayed,
  Rule,
  Sent as SentMessage,
  Wish,
} from './messages/index.ts';
export { isWhole } from './whole.ts';
export {
  enrolmentOf,
  nextDue,
  nextObligation,
  nextWake,
  plannedWishes,
  recallInput,
  recordInput,
  step,
  isPerson,
  isAnswerMatter,
  isLate,
  wantedStill,
  wordsOf,
  byHand,
  chargedTo,
  safetyOf,
  systemOf,
  systemsOf,
} from './step/index.ts';
export type { EventColumns, Next, RecordedInput } from './step/index.ts';
export {
  dueAt,
  endOfDay,
  exceptionsFrom,
  instantOf,
  localOf,
  openFrom,
  workBetween,
} from './calendar/index.ts';
export { certify, check, classOf, properties, sendersOf, worstMs } from './check/index.ts';
export type * from './check/index.ts';
export { verifyCertificate, type Certificate, type Verified } from './verify/index.ts';
