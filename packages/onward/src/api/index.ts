/** The HTTP API: contract-first routes, their OpenAPI document, live changes, and the server. */
export { checkLocal } from './access.ts';
export { readBody } from './body.ts';
export { createApi } from './create-api.ts';
export type { Api } from './create-api.ts';
export { HttpError } from './failure.ts';
export { defaultLimits } from './ports.ts';
export type { ApiDeps, ApiLimits, Intake, LogEntry, Taken } from './ports.ts';
export { serve } from './serve.ts';
export type { ServeOptions, Serving } from './serve.ts';
