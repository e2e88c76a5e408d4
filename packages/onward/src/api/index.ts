/** The HTTP API: contract-first routes, their OpenAPI document, live changes, and the server. */
export { checkLocal } from './access.ts';
export { readBody } from './body.ts';
export { createApi } from './create-api.ts';
export type { Api } from './create-api.ts';
export { HttpError } from './failure.ts';
export { defaultLimits } from './ports.ts';
export type {
  About,
  ApiDeps,
  ApiLimits,
  BriefDesk,
  ConsoleAsset,
  ConsoleFiles,
  Decision,
  EdgeDesk,
  Intake,
  LogEntry,
  Reveal,
  SystemsDesk,
  WatchDesk,
  Taken,
  WorkDesk,
} from './ports.ts';
export { coordinatorRoutes, edgeServerRoutes } from './routes/index.ts';
export { serve } from './serve.ts';
export type { ServeOptions, Serving } from './serve.ts';
export type * from './wire.ts';
