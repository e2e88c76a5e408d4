/** The runtime: the commit loop, deadlines and the outbox. */
export { expectPerson } from './absent.ts';
export { asOf } from './as-of.ts';
export { audit } from './audit.ts';
export type { AuditedJourney, AuditFinding } from './audit.ts';
export { startEngine } from './engine.ts';
export type { EngineOptions } from './engine-options.ts';
export { OrderBoard } from './order-board.ts';
export type { Errand, OrderBoardOptions } from './order-board.ts';
export { sayingSo } from './saying-so.ts';
export { writeOf } from './reconcile/index.ts';
export type * from './reconcile/types.ts';
export type * from './types.ts';
export { blastReasons } from './hold/blast.ts';
export type { Blast, BlastCounts, BlastReason, BlastRow } from './hold/blast.ts';
export { HoldDesk } from './hold/desk.ts';
export type { HoldParts, Missing, ReadBack, Released } from './hold/desk.ts';
export { SourceDesk } from './sources/desk.ts';
export type { SourceNow, SourceParts, SourceState } from './sources/desk.ts';
export { SourceWatch } from './sources/watch.ts';
export { detectors, playDrills } from './drills/index.ts';
export type { DrillGround } from './drills/index.ts';
export {
  csvOf,
  datesOf,
  endedSo,
  Figures,
  flowDays,
  flowMapOf,
  loadOf,
  ocelOf,
  paceOf,
  promisePage,
  promiseStates,
  recordPage,
  stallsOf,
  suggestionsAt,
  stepFlows,
  touchDays,
} from './figures/index.ts';
export type {
  Deed,
  FiguresParts,
  Happened,
  OwnerLoad,
  Pace,
  PromiseSpot,
  RecordSpot,
} from './figures/index.ts';
export { dayEndOf, dayStartOf, PlaceCounter } from './figures/place-counts.ts';
export type { PlaceCounts, PlaceCountsParts } from './figures/place-counts.ts';
export { backtest, forecast } from './forecast.ts';
export type { Forecast } from './forecast.ts';
export {
  acts,
  bulkActs,
  causeKinds,
  hasClimbed,
  startRecovery,
  workItem,
} from './recovery/index.ts';
export type {
  ActWith,
  BulkAct,
  Cause,
  CauseKind,
  Item as RecoveryItem,
  Recovery,
  RecoveryAct,
  RecoveryOptions,
  RunView,
  Would,
} from './recovery/index.ts';
export { createIdentity } from './identity/index.ts';
export type {
  Consequences,
  Correction,
  Identity,
  IdentityOptions,
  MergeRequest,
  Policy,
} from './identity/index.ts';
