/** The edge: verified, mapped and sealed on the way in; opened and sent on the way out. */
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
export { deriveKeys } from './keys.ts';
export type { Keys } from './keys.ts';
export { sendMllp } from './mllp-client.ts';
export type { MllpTarget } from './mllp-client.ts';
export { startMllp } from './mllp.ts';
export type { MllpOptions, MllpServer } from './mllp.ts';
export { createOutbound } from './outbound.ts';
export type { OutboundClient, OutboundOptions } from './outbound.ts';
export type { Refusal } from './refusal.ts';
export type { OutsideRef } from './seal-facts.ts';
export { createVault, memoryVaultStore } from './vault.ts';
export type { Vault, VaultParts, VaultRow, VaultStore } from './vault.ts';
