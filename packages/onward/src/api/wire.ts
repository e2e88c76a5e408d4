/** The shapes of answers as whoever calls the API sees them. */
import type { z } from 'zod';
import type { bulkPreviewRequestSchema, bulkPreviewSchema, bulkRunSchema } from './bulk-schemas.ts';
import type { driftSchema } from './drift-views.ts';
import type { loadSchema, promisesSchema, stallsSchema, summarySchema } from './figure-schemas.ts';
import type { ageingSchema, cumulativeSchema, flowSchema, variantsSchema } from './flow-schemas.ts';
import type { journeyMessagesSchema } from './message-schemas.ts';
import type {
  messageListSchema,
  messageSummarySchema,
  recordPageSchema,
} from './record-schemas.ts';
import type {
  causeSchema,
  previewedSchema,
  runItemPageSchema,
  runPageSchema,
  runSchema,
} from './recovery-schemas.ts';
import type { viewSchema } from './routes/find.ts';
import type { issuesSchema, readingSchema } from './routes/review.ts';
import type { sessionSchema } from './routes/session.ts';
import type { conversationsSchema, revealedSchema } from './routes/talk.ts';
import type { holdSchema, sourceSchema } from './source-schemas.ts';
import type { peopleSchema } from './staff-schemas.ts';
import type { handoverDraftSchema, handoverSchema, todaySchema } from './today-schemas.ts';
import type {
  besideSchema,
  explanationSchema,
  journalPageSchema,
  journeyPageSchema,
  journeySchema,
  messageSchema,
  obligationPageSchema,
  whyNotSchema,
} from './view-schemas.ts';
import type { queueRowSchema, queueSchema } from './work-schemas.ts';

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
export type Hold = z.output<typeof holdSchema>;
export type Drift = z.output<typeof driftSchema>;
export type Cause = z.output<typeof causeSchema>;
export type RecoveryPreview = z.output<typeof previewedSchema>;
export type RecoveryRun = z.output<typeof runSchema>;
export type RecoveryRunPage = z.output<typeof runPageSchema>;
export type RecoveryItemPage = z.output<typeof runItemPageSchema>;
export type Session = z.output<typeof sessionSchema>;
export type Queue = z.output<typeof queueSchema>;
export type QueueRow = z.output<typeof queueRowSchema>;
export type WhyNot = z.output<typeof whyNotSchema>;
export type SavedView = z.output<typeof viewSchema>;
export type BulkPreviewRequest = z.input<typeof bulkPreviewRequestSchema>;
export type BulkPreview = z.output<typeof bulkPreviewSchema>;
export type BulkRun = z.output<typeof bulkRunSchema>;
export type Today = z.output<typeof todaySchema>;
export type Handover = z.output<typeof handoverSchema>;
export type HandoverDraft = z.output<typeof handoverDraftSchema>;
export type People = z.output<typeof peopleSchema>;
export type Summary = z.output<typeof summarySchema>;
export type Stalls = z.output<typeof stallsSchema>;
export type StallCause = Stalls['causes'][number];
export type Load = z.output<typeof loadSchema>;
export type Promises = z.output<typeof promisesSchema>;
export type Flow = z.output<typeof flowSchema>;
export type Ageing = z.output<typeof ageingSchema>;
export type Cumulative = z.output<typeof cumulativeSchema>;
export type Variants = z.output<typeof variantsSchema>;
export type MessageList = z.output<typeof messageListSchema>;
export type MessageSummary = z.output<typeof messageSummarySchema>;
export type RecordPage = z.output<typeof recordPageSchema>;
export type Reading = z.output<typeof readingSchema>;
export type Issues = z.output<typeof issuesSchema>;
export type Conversation = z.output<typeof conversationsSchema>['conversations'][number];
export type RevealedConversation = z.output<typeof revealedSchema>;
export type JourneysBeside = z.output<typeof besideSchema>;
