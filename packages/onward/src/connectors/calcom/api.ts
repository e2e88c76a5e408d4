/** Cal.com's API, version 2 (cal.com/docs/api-reference/v2): bookings read, cancelled, moved. */
import type { Json, LookUpAnswer, OnwardCode, Outbound, SystemSetup } from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';
import type { ApiAnswer, ApiCall } from '../rest.ts';
import { apiBase, callApi, unanswered } from '../rest.ts';
import type { Booking } from './booking.ts';
import { readBooking } from './booking.ts';
import type { CalcomSettings } from './settings.ts';

/** One account of Cal.com, and the way to it. */
export interface Line {
  readonly setup: SystemSetup;
  readonly settings: CalcomSettings;
  readonly out: Outbound;
}

/** The address of the API; undefined while the variable that the settings name is not set. */
export function calcomBase(setup: SystemSetup, settings: CalcomSettings): string | undefined {
  return apiBase(setup, { variable: settings.url, own: 'https://api.cal.com' });
}

/** Calls Cal.com; a code when a variable it needs is not set. */
export async function callCalcom(
  path: string,
  json: Json | undefined,
  { setup, settings, out }: Line,
): Promise<ApiAnswer | { readonly kind: 'unset'; readonly code: OnwardCode }> {
  const key = setup.secret(settings.key);
  const base = calcomBase(setup, settings);
  if (!key || base === undefined) return { kind: 'unset', code: 'ONW-SECRET-MISSING' };
  const call: ApiCall = {
    method: json === undefined ? 'GET' : 'POST',
    url: base + path,
    headers: { authorization: `Bearer ${key}`, 'cal-api-version': settings.version },
    ...(json === undefined ? {} : { json }),
  };
  return callApi(call, out);
}

type Read =
  | { readonly kind: 'read'; readonly booking: Booking }
  | Exclude<LookUpAnswer, { readonly kind: 'found' }>;

/** Reads a booking; `nothing` where there is none of this uid. */
export async function readByUid(uid: string, line: Line): Promise<Read> {
  const answer = await callCalcom(`/v2/bookings/${uid}`, undefined, line);
  if (answer.kind === 'unset') return { kind: 'retry', code: answer.code };
  const failed = unanswered(answer);
  if (failed !== undefined && failed.kind !== 'found') return failed;
  const data = answer.kind === 'answered' ? pointAt(answer.body ?? null, ['data']) : undefined;
  const booking = readBooking(data ?? null);
  return 'kind' in booking ? { kind: 'retry', code: 'ONW-OUT-ANSWER' } : { kind: 'read', booking };
}
