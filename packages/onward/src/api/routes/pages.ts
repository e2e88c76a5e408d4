/** What a browser opens: the console, and the document that describes this API. */
import { z } from 'zod';
import { checkAccess } from '../access.ts';
import { contentPolicy, originOf } from '../content-policy.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import type { ConsoleFiles } from '../ports.ts';
import { route } from '../route.ts';
import { journeyParams, missing, named, refusals } from '../schemas.ts';

/** The console finds its way by the address itself: each of these opens the same page. */
const screens = [
  'today',
  'queue',
  'journeys',
  'stalls',
  'flow',
  'load',
  'promises',
  'sources',
  'unmatched',
  'drift',
  'recovery',
  'messages',
  'people',
  'record',
  'inspector',
  'conversations',
  'review',
  'issues',
];

function consoleRoute(path: string, operationId: string) {
  return route({
    method: 'GET',
    path,
    operationId,
    summary: 'The console.',
    access: 'public',
    ...(path.includes(':') ? { params: journeyParams } : {}),
    responses: { 200: { description: 'The page.', type: 'text/html' }, ...missing, ...refusals },
    handle: ({ context }) => Promise.resolve(page(context, 200)),
  });
}

function page({ deps }: ApiContext, status: number): Response {
  const { html } = filesOf(deps.console);
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentPolicy(html, originOf(deps.edgeUrl?.())),
  };
  return new Response(html, { status, headers });
}

/** Named by what is in them: a browser asks for each once. */
const consoleAsset = route({
  method: 'GET',
  path: '/assets/:name',
  operationId: 'consoleAsset',
  summary: 'A part of the console.',
  access: 'public',
  params: z.object({ name: z.string().max(120) }),
  responses: { 200: { description: 'The part.', type: '*/*' }, ...missing, ...refusals },
  handle({ context: { deps }, params, headers }) {
    const packed = /\bgzip\b/u.test(headers.get('accept-encoding') ?? '');
    const file = filesOf(deps.console).asset(params.name, packed);
    if (file === undefined) {
      const message = 'There is no such part of the console; load the page again.';
      throw new HttpError(404, 'ONW-ROUTE-UNKNOWN', { message });
    }
    const reply = new Response(file.body, {
      headers: {
        'content-type': file.type,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      },
    });
    if (file.isPacked) reply.headers.set('content-encoding', 'gzip');
    return Promise.resolve(reply);
  },
});

function filesOf(files: ConsoleFiles | undefined): ConsoleFiles {
  if (files !== undefined) return files;
  const message = 'There is no console here; `npm run build` makes it.';
  throw new HttpError(404, 'ONW-ROUTE-UNKNOWN', { message });
}

const openapi = route({
  method: 'GET',
  path: '/openapi.json',
  operationId: 'openapi',
  summary: 'This document.',
  access: 'public',
  responses: {
    200: {
      description: 'OpenAPI 3.1.',
      schema: named('OpenApiDocument', z.looseObject({ openapi: z.literal('3.1.1') })),
    },
    ...refusals,
  },
  handle: ({ context }) => Promise.resolve({ status: 200, json: context.document() }),
});

const first = consoleRoute('/', 'console');

/** A browser that went astray is given the console, which says so; undefined: it is none. */
export function strayPage(context: ApiContext, request: Request): Response | undefined {
  const isPerson =
    request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html');
  const isConsole = !/^\/(?:v1|assets)\//u.test(new URL(request.url).pathname);
  if (!isPerson || !isConsole || context.deps.console === undefined) return undefined;
  checkAccess(context.deps, first, request);
  return page(context, 404);
}

export const pageRoutes = [
  first,
  ...screens.map((name) => consoleRoute(`/${name}`, `console-${name}`)),
  consoleRoute('/journeys/:id', 'consoleJourney'),
  consoleAsset,
  openapi,
];
