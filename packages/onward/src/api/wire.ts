/** The shapes of answers as whoever calls the API sees them. */
import type { z } from 'zod';
import type { driftSchema, reconciliationSchema } from './drift-views.ts';
import type { journeyMessagesSchema } from './message-schemas.ts';
import type {
  causeSchema,
  itemPageSchema,
  previewedSchema,
  runItemPageSchema,
  runPageSchema,
  runSchema,
} from './recovery-schemas.ts';
import type { holdSchema, incidentSchema, sourceSchema } from './source-schemas.ts';
import type {
  explanationSchema,
  journalPageSchema,
  journeyPageSchema,
  journeySchema,
  messageSchema,
  obligationPageSchema,
} from './view-schemas.ts';

export type Journey = z.output<typeof journeySchema>;
export type JourneyPage = z.output<typeof journeyPageSchema>;
export type JourneySummary = JourneyPage['journeys'][number];
export type JournalPage = z.output<typeof journalPageSchema>;
export type Explanation = z.output<typeof explanationSchema>;
export type Obligation = Journey['obligations'][number];
export type OpenObligation = z.output<typeof obligationPageSchema>['obligations'][number];
export type PlannedMessage = z.output<typeof messageSchema>;
export type JourneyMessages = z.output<typeof journeyMessagesSchema>;
export type Source = z.output<typeof sourceSchema>;
export type Incident = z.output<typeof incidentSchema>;
export type Hold = z.output<typeof holdSchema>;
export type Drift = z.output<typeof driftSchema>;
export type Reconciliation = z.output<typeof reconciliationSchema>;
export type Cause = z.output<typeof causeSchema>;
export type CauseItemPage = z.output<typeof itemPageSchema>;
export type RecoveryPreview = z.output<typeof previewedSchema>;
export type RecoveryRun = z.output<typeof runSchema>;
export type RecoveryRunPage = z.output<typeof runPageSchema>;
export type RecoveryItemPage = z.output<typeof runItemPageSchema>;
