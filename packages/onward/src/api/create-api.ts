/** Builds the API from its route table: one fetch function, and a way to end its live views. */
import { declared, sentence } from '../core/index.ts';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Bytes } from './body.ts';
import { changeFeed } from './change-feed.ts';
import { dispatch, Gauge, unknownRoute } from './dispatch.ts';
import type { Dispatching } from './dispatch.ts';
import { failureOf, framesOf, HttpError } from './failure.ts';
import { openApiDocument } from './openapi.ts';
import { defaultLimits } from './ports.ts';
import type { ApiDeps } from './ports.ts';
import { requestCounts } from './request-counts.ts';
import type { Reply, Route } from './route.ts';
import { allRoutes } from './routes/index.ts';
import { strayPage } from './routes/pages.ts';

export interface Api {
  /** `bytes`: those of the body, where there is a shorter way to them than by the request. */
  fetch(request: Request, bytes?: Bytes): Promise<Response>;
  /** The routes that are served; development routes only where there is a development clock. */
  readonly routes: readonly Route[];
  /** True when a token is asked for. */
  readonly isProtected: boolean;
  /** Ends live views and stops listening to the engine. */
  close(): void;
}

/** The API over its injected parts; it does no I/O of its own. */
export function createApi(deps: ApiDeps, table: readonly Route[] = allRoutes): Api {
  const limits = { ...defaultLimits, ...deps.limits };
  const routes = table.filter(({ access }) => {
    return access === 'dev' ? deps.dev !== undefined : access !== 'edge' || deps.edge !== undefined;
  });
  const feed = changeFeed(deps.clock, limits);
  const unsubscribe = deps.engine.onCommit((committed) => feed.push(committed));
  let document: object | undefined;
  const context = {
    deps,
    limits,
    feed,
    counts: requestCounts(),
    document: () => (document ??= openApiDocument(routes)),
    reading: new Gauge(limits.reading),
    working: new Gauge(limits.inFlight),
  };
  const app = router(context, routes);
  return {
    fetch: async (request, bytes) => app.fetch(request, { bytes }),
    routes,
    isProtected: deps.token !== undefined,
    close() {
      unsubscribe();
      feed.close();
    },
  };
}

type Served = { readonly Bindings: { readonly bytes: Bytes | undefined } };

function router(context: Dispatching, routes: readonly Route[]): Hono<Served> {
  const app = new Hono<Served>();
  const answer = answering(context);
  for (const route of routes) {
    app.on(route.method, route.path, async (http) => {
      return answer(http, route.path, () => {
        const { bytes } = http.env;
        return dispatch(context, route, { request: http.req.raw, bytes, params: http.req.param() });
      });
    });
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    if (routes.some((route) => route.path === path && route.access === 'pass')) {
      app.options(path, () => preflight(context.deps.consoleOrigin, methods));
    }
    app.all(path, async (http) => answer(http, path, () => Promise.reject(wrongMethod(methods))));
  }
  app.notFound(async (http) =>
    answer(http, 'unknown', async () => {
      const stray = strayPage(context, http.req.raw);
      if (stray === undefined) throw unknownRoute();
      return stray;
    }),
  );
  return app;
}

function wrongMethod(allowed: readonly string[]): HttpError {
  const allow = allowed.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each])).join(', ');
  const message = sentence`This path takes ${declared(allow)} only.`;
  return new HttpError(405, 'ONW-METHOD', { message, headers: { allow } });
}

/** Makes the reply of whatever the work gives or throws, counts it and logs it. */
function answering({ deps, counts }: Dispatching) {
  const start = deps.clock.now().toString(36);
  const everywhere = { ...safety, ...allowing(deps.consoleOrigin) };
  let served = 0;
  return async (http: Context, pattern: string, work: () => Promise<Reply>): Promise<Response> => {
    const began = performance.now();
    // The pattern of the table, and never the path.
    const route = declared(pattern);
    const request = declared(`req_${start}-${(served++).toString(36)}`);
    let reply: Reply;
    try {
      reply = await work();
    } catch (error) {
      const failure = failureOf(error, request);
      if (failure.defect) deps.log({ kind: 'failure', request, route, ...framesOf(error) });
      const { status, headers } = failure;
      reply = { status, headers, json: { error: failure.error } };
    }
    const response = responseOf(reply, { ...everywhere, 'x-request-id': request });
    const method = declared(knownMethods.has(http.req.method) ? http.req.method : 'OTHER');
    const { status } = response;
    counts.add(method, pattern, status);
    const ms = Math.round((performance.now() - began) * 10) / 10;
    deps.log({ kind: 'request', request, method, route, status, ms });
    return response;
  };
}

function responseOf(reply: Reply, always: Readonly<Record<string, string>>): Response {
  if (reply instanceof Response) {
    const kept = reply.headers.get('cache-control');
    for (const [name, value] of Object.entries(always)) reply.headers.set(name, value);
    if (kept !== null) reply.headers.set('cache-control', kept);
    return reply;
  }
  const type = { 'content-type': 'application/json; charset=utf-8' };
  const headers = { ...reply.headers, ...type, ...always };
  return new Response(JSON.stringify(reply.json), { status: reply.status, headers });
}

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** A browser asks whether a page of the console may call; what it may is told with the answer. */
function preflight(consoleOrigin: string | undefined, methods: readonly string[]): Response {
  const headers = {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '600',
    ...allowing(consoleOrigin),
  };
  return new Response(null, { status: 204, headers });
}

function allowing(origin: string | undefined): Readonly<Record<string, string>> {
  return origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'origin' };
}

/** On every reply: nothing is cached, sniffed, framed or read by another origin. */
const safety = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
