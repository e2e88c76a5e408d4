/** One request through one route: access, media type, body, validation, handler, reply. */
import { declared, sentence } from '../core/index.ts';
import type { Sentence } from '../core/index.ts';
import type { z } from 'zod';
import { checkAccess } from './access.ts';
import { readBody, readJson } from './body.ts';
import type { Bytes } from './body.ts';
import type { ApiContext } from './context.ts';
import { HttpError } from './failure.ts';
import type { Reply, Route } from './route.ts';
import { validate } from './validate.ts';

/** The raw parts of a request, as the router found them. */
export interface Incoming {
  readonly request: Request;
  /** Its body's bytes, where there is a shorter way to them than by the request. */
  readonly bytes?: Bytes | undefined;
  readonly params: Readonly<Record<string, string>>;
}

/** How many requests are at one point at once; the rest is shed. */
export class Gauge {
  private busy = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy >= this.most) {
      const message = 'Onward is busy; send it again in a moment.';
      throw new HttpError(503, 'ONW-BUSY', { message, headers: { 'retry-after': '1' } });
    }
    this.busy++;
    try {
      return await work();
    } finally {
      this.busy--;
    }
  }
}

/** Slow senders are counted apart from work, so that they cannot stop it. */
export type Dispatching = ApiContext & { readonly reading: Gauge; readonly working: Gauge };

/** Answers one request. Throws for every refusal; the caller makes the error's reply. */
export async function dispatch(
  context: Dispatching,
  route: Route,
  incoming: Incoming,
): Promise<Reply> {
  const { request } = incoming;
  checkAccess(context.deps, route, request);
  if (route.access === 'dev' && context.deps.dev === undefined) throw unknownRoute();
  const params = route.params === undefined ? {} : validate(route.params, incoming.params, 'path');
  const query =
    route.query === undefined ? {} : validate(route.query, queryOf(route.query, request), 'query');
  const mediaType = mediaTypeOf(request);
  const call = (body: unknown) => ({
    context,
    params,
    query,
    mediaType,
    headers: request.headers,
    rawQuery: new URL(request.url).search.slice(1),
    // Made when it is asked for, which few do.
    get signal() {
      return request.signal;
    },
    body,
  });
  if (route.body === undefined) return route.handle(call(undefined));
  checkMediaType(route, request, mediaType);
  const body = await context.reading.hold(() => bodyOf(context, route, incoming));
  return context.working.hold(() => route.handle(call(body)));
}

async function bodyOf({ limits }: ApiContext, route: Route, incoming: Incoming): Promise<unknown> {
  const bytes = await readBody(incoming.request, limits, incoming.bytes);
  if (route.body?.kind !== 'json') return bytes;
  return validate(route.body.schema, readJson(bytes, limits), 'body');
}

/** A name that stands twice is refused: two readers could each take another one. */
function queryOf(schema: z.ZodObject, request: Request): Readonly<Record<string, string>> {
  const { searchParams } = new URL(request.url);
  const names = [...searchParams.keys()];
  const allowed = Object.keys(schema.shape);
  if (names.some((name) => !allowed.includes(name))) {
    const known = declared(allowed.join(', '));
    throw badQuery(sentence`A query parameter is not known here; send only ${known}.`);
  }
  if (new Set(names).size < names.length) {
    throw badQuery('A query parameter stands twice; send it once.');
  }
  if ([...searchParams.values()].some((value) => /\p{Cc}/u.test(value))) {
    throw badQuery('A query parameter holds a control character; send it without.');
  }
  return Object.fromEntries(searchParams);
}

function badQuery<const M extends string>(message: Sentence<M>): HttpError {
  return new HttpError(400, 'ONW-QUERY', { message });
}

function mediaTypeOf(request: Request): string {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';', 1);
  return type.trim().toLowerCase();
}

/** JSON types only: a page of another origin cannot send them without being asked about first. */
function checkMediaType({ body }: Route, request: Request, mediaType: string): void {
  if (body === undefined || body.kind === 'raw') return;
  const taken = body.kind === 'json' ? ['application/json'] : body.types;
  const charset = /charset\s*=\s*"?([^;"\s]+)/iu.exec(
    request.headers.get('content-type') ?? '',
  )?.[1];
  const isUtf8 = charset === undefined || charset.toLowerCase() === 'utf-8';
  if (taken.includes(mediaType) && isUtf8) return;
  const types = declared(taken.join(' or '));
  const message = sentence`The body must be ${types} in UTF-8; name it in Content-Type.`;
  throw new HttpError(415, 'ONW-MEDIA-TYPE', { message });
}

export function unknownRoute(): HttpError {
  return new HttpError(404, 'ONW-ROUTE-UNKNOWN', { message: 'There is nothing at this path.' });
}
