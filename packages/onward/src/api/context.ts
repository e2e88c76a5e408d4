/** What all handlers share: the injected parts, the limits, and the feed of commits. */
import type { ChangeFeed } from './change-feed.ts';
import type { ApiDeps, ApiLimits } from './ports.ts';
import type { RequestCounts } from './request-counts.ts';

export interface ApiContext {
  readonly deps: ApiDeps;
  readonly limits: ApiLimits;
  readonly feed: ChangeFeed;
  readonly counts: RequestCounts;
  /** The OpenAPI document of the routes that are served. */
  readonly document: () => object;
}
