/** The route table: every route there is, and nothing is served that does not stand here. */
import type { Route } from '../route.ts';
import { controlRoutes } from './controls.ts';
import { decisionRoutes } from './decision.ts';
import { devRoutes } from './dev-clock.ts';
import { bulkRoutes } from './bulk.ts';
import { chatRoutes } from './chat.ts';
import { briefRoutes } from './briefs.ts';
import { edgeRoutes } from './edge.ts';
import { eventRoutes } from './events.ts';
import { findRoutes } from './find.ts';
import { figureRoutes } from './figures.ts';
import { flowRoutes } from './flow.ts';
import { handoverRoutes } from './handovers.ts';
import { holdRoutes } from './holds.ts';
import { identityRoutes } from './identity.ts';
import { journeyRoutes } from './journeys.ts';
import { messageRoutes } from './messages.ts';
import { obligationRoutes } from './obligations.ts';
import { operationRoutes } from './operations.ts';
import { pageRoutes } from './pages.ts';
import { programRoutes } from './program.ts';
import { reconcileRoutes } from './reconcile.ts';
import { queueRoutes } from './queue.ts';
import { recordRoutes } from './record.ts';
import { recoveryRoutes } from './recovery.ts';
import { reviewRoutes } from './review.ts';
import { sessionRoutes } from './session.ts';
import { quarantineRoutes, sourceRoutes, watchRoutes } from './sources.ts';
import { suggestionRoutes } from './suggestions.ts';
import { staffRoutes } from './staff.ts';
import { talkRoutes } from './talk.ts';
import { todayRoutes } from './today.ts';
import { watchdogRoutes } from './watchdogs.ts';

/** What an edge serves: deliveries and events come in, and briefs are shown. */
export const edgeServerRoutes: readonly Route[] = [
  ...operationRoutes,
  ...eventRoutes,
  ...decisionRoutes,
  ...reviewRoutes,
  ...chatRoutes,
  ...talkRoutes,
  ...sourceRoutes,
];

/** What a coordinator serves whose edge stands elsewhere: nothing that is not sealed comes in. */
export const coordinatorRoutes: readonly Route[] = [
  ...pageRoutes,
  ...operationRoutes,
  ...sessionRoutes,
  ...queueRoutes,
  ...findRoutes,
  ...bulkRoutes,
  ...todayRoutes,
  ...handoverRoutes,
  ...staffRoutes,
  ...journeyRoutes,
  ...messageRoutes,
  ...controlRoutes,
  ...obligationRoutes,
  ...programRoutes,
  ...recoveryRoutes,
  ...identityRoutes,
  ...briefRoutes,
  ...reconcileRoutes,
  ...edgeRoutes,
  ...watchRoutes,
  ...watchdogRoutes,
  ...figureRoutes,
  ...flowRoutes,
  ...suggestionRoutes,
  ...recordRoutes,
  ...holdRoutes,
  ...devRoutes,
];

/** All that is served where both planes share a process. */
export const allRoutes: readonly Route[] = [
  ...coordinatorRoutes,
  ...eventRoutes,
  ...quarantineRoutes,
];
