/** The HTTP API: contract-first routes, their OpenAPI document, live changes, and the server. */
export { createApi } from './create-api.ts';
export type { Api } from './create-api.ts';
export { defaultLimits } from './ports.ts';
export type { ApiDeps, ApiLimits, Intake, LogEntry, Taken } from './ports.ts';
export { serve } from './serve.ts';
export type { ServeOptions, Serving } from './serve.ts';
