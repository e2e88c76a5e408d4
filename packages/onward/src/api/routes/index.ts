/** The route table: every route there is, and nothing is served that does not stand here. */
import type { Route } from '../route.ts';
import { controlRoutes } from './controls.ts';
import { devRoutes } from './dev-clock.ts';
import { eventRoutes } from './events.ts';
import { journeyRoutes } from './journeys.ts';
import { obligationRoutes } from './obligations.ts';
import { operationRoutes } from './operations.ts';
import { pageRoutes } from './pages.ts';
import { programRoutes } from './program.ts';

export const allRoutes: readonly Route[] = [
  ...pageRoutes,
  ...operationRoutes,
  ...eventRoutes,
  ...journeyRoutes,
  ...controlRoutes,
  ...obligationRoutes,
  ...programRoutes,
  ...devRoutes,
];
