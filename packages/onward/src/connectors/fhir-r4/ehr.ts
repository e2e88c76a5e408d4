/** Requests to an EHR's FHIR API: the base and credentials of the settings, and bounded answers. */
import type { Json, OnwardCode, Outbound, SystemSetup } from '../../core/index.ts';
import { apiBase, callApi, unanswered } from '../rest.ts';
import type { ApiAnswer } from '../rest.ts';
import { isObject, textAt, valuesAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Local } from './reference.ts';
import { fhirId, outsideIdOf } from './reference.ts';
import type { FhirSettings } from './settings.ts';
import { settingsOf } from './settings.ts';
import { forget, tokenOf } from './token.ts';

const mediaType = 'application/fhir+json';

/** One EHR, as a connector's call sees it. */
export interface Ehr {
  readonly setup: SystemSetup;
  readonly settings: FhirSettings;
  readonly out: Outbound;
  /** Without a slash at its end; empty when the variable is not set. */
  readonly base: string;
}

/** The EHR of a system; undefined variables show when it is asked. */
export function ehrOf(setup: SystemSetup, out: Outbound): Ehr {
  const settings = settingsOf(setup);
  const base = apiBase(setup, { variable: settings.url, own: '' }) ?? '';
  return { setup, settings, out, base };
}

/** A request of the FHIR API. */
export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Under the base, query and all. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

/** An answer, with the headers in small letters that FHIR says something by. */
export type Answer = ApiAnswer & { readonly headers: Headers };
type Headers = Readonly<Record<string, string>>;

/** One request; where a SMART token is refused, one more with a new token. */
export async function ask(ehr: Ehr, asked: Ask): Promise<Answer> {
  const first = await once(ehr, asked);
  const isRefused = first.kind === 'answered' && first.status === 401;
  const { auth } = ehr.settings;
  if (!isRefused || typeof auth === 'string' || !('smart' in auth)) return first;
  forget(ehr.setup);
  return once(ehr, asked);
}

async function once(ehr: Ehr, { method, path, headers, body }: Ask): Promise<Answer> {
  if (ehr.base === '') return unsent('ONW-SECRET-MISSING');
  const authorization = await authorize(ehr);
  if ('code' in authorization) return unsent(authorization.code);
  let told: Headers = {};
  const out: Outbound = {
    nowMs: () => ehr.out.nowMs(),
    connect: (target) => ehr.out.connect(target),
    async fetch(request) {
      const typed = request.body === undefined ? {} : { 'content-type': mediaType };
      const answer = await ehr.out.fetch({ ...request, headers: { ...request.headers, ...typed } });
      told = answer.headers;
      return answer;
    },
  };
  const all = { accept: mediaType, ...authorization.headers, ...headers };
  const json = body === undefined ? {} : { json: body };
  const answer = await callApi({ method, url: `${ehr.base}/${path}`, headers: all, ...json }, out);
  return { ...answer, headers: told };
}

function unsent(code: OnwardCode): Answer {
  return { kind: 'unsent', code, headers: {} };
}

type Authorized = { readonly headers: Headers } | { readonly code: OnwardCode };

async function authorize({ setup, settings, out }: Ehr): Promise<Authorized> {
  const { auth } = settings;
  if (auth === 'none') return { headers: {} };
  if ('bearer' in auth) {
    const value = setup.secret(auth.bearer);
    return value ? bearer(value) : { code: 'ONW-SECRET-MISSING' };
  }
  const token = await tokenOf(setup, auth.smart, out);
  return 'code' in token ? token : bearer(token.value);
}

function bearer(token: string): Authorized {
  return { headers: { authorization: `Bearer ${token}` } };
}

/** The EHR did not say it now. */
export interface Retry {
  readonly kind: 'retry';
  readonly code: OnwardCode;
}

/** Why there is nothing to read; undefined when there is a body, or nothing at the path. */
function retryOf(answer: Answer): Retry | undefined {
  if (answer.kind === 'unsent') return { kind: 'retry', code: answer.code };
  const why = unanswered(answer);
  return why?.kind === 'retry' ? why : undefined;
}

/** What reading one resource came to. */
export type Read =
  | { readonly kind: 'resource'; readonly resource: JsonObject; readonly version?: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'forbidden' }
  | Retry;

/** One resource as it stands now. */
export async function read(ehr: Ehr, what: Local): Promise<Read> {
  const answer = await ask(ehr, { method: 'GET', path: outsideIdOf(what) });
  const status = answer.kind === 'answered' ? answer.status : 0;
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status === 403) return { kind: 'forbidden' };
  const retry = retryOf(answer);
  if (retry !== undefined) return retry;
  const resource = answer.kind === 'answered' ? answer.body : undefined;
  const isIt = isObject(resource) && resource['resourceType'] === what.type;
  if (!isIt || resource['id'] !== what.id) return { kind: 'retry', code: 'ONW-OUT-ANSWER' };
  return { kind: 'resource', resource, ...versionOf(resource, answer.headers['etag']) };
}

/** The version as FHIR gives it in `meta`, or as HTTP does in a weak ETag. */
function versionOf(resource: JsonObject, etag = ''): { readonly version?: string } {
  const version = textAt(resource, 'meta', 'versionId') ?? /^(?:W\/)?"([^"]+)"$/.exec(etag)?.[1];
  return version !== undefined && fhirId.test(version) ? { version } : {};
}

/** What a search or an operation came to. */
export type Page =
  | {
      readonly kind: 'page';
      readonly resources: readonly JsonObject[];
      /** Path and query of the next page. */
      readonly next?: string;
      /** The EHR's own clock, epoch milliseconds. */
      readonly dateMs?: number;
    }
  /** The EHR knows no such operation or search. */
  | { readonly kind: 'unsupported' }
  | Retry;

/** One page of a search or of an operation that answers with a Bundle. */
export async function page(ehr: Ehr, path: string): Promise<Page> {
  const answer = await ask(ehr, { method: 'GET', path });
  const status = answer.kind === 'answered' ? answer.status : 0;
  if ([400, 404, 405, 501].includes(status)) return { kind: 'unsupported' };
  const retry = retryOf(answer);
  if (retry !== undefined) return retry;
  const bundle = answer.kind === 'answered' ? (answer.body ?? null) : null;
  if (textAt(bundle, 'resourceType') !== 'Bundle') return { kind: 'retry', code: 'ONW-OUT-ANSWER' };
  const dateMs = Date.parse(answer.headers['date'] ?? '');
  const next = nextOf(bundle, ehr.base);
  if (next === 'elsewhere') return { kind: 'retry', code: 'ONW-FHIR-REFERENCE' };
  return {
    kind: 'page',
    resources: valuesAt(bundle, ['entry', 'resource']).filter(isObject),
    ...(Number.isNaN(dateMs) ? {} : { dateMs }),
    ...(next === undefined ? {} : { next: next.path }),
  };
}

/** The same page, where every EHR has the search: one that refuses it is asked again. */
export async function search(
  ehr: Ehr,
  path: string,
): Promise<Extract<Page, { kind: 'page' }> | Retry> {
  const answer = await page(ehr, path);
  return answer.kind === 'unsupported' ? { kind: 'retry', code: 'ONW-FHIR-SEARCH' } : answer;
}

/** The link to the next page; it stands under the base, and no other host is ever called. */
function nextOf(bundle: Json, base: string): { readonly path: string } | 'elsewhere' | undefined {
  const link = valuesAt(bundle, ['link']).find((each) => textAt(each, 'relation') === 'next');
  const url = link === undefined ? undefined : textAt(link, 'url');
  if (url === undefined) return undefined;
  const path = /^[a-z][a-z0-9+.-]*:|^\/\//i.test(url) ? under(url, base) : url;
  return path === undefined || /\.\.|#/.test(path) ? 'elsewhere' : { path };
}

function under(url: string, base: string): string | undefined {
  const rest = url.startsWith(base) ? url.slice(base.length) : '';
  return /^\/?\?|^\//.test(rest) ? rest.replace(/^\//, '') : undefined;
}
