/** What a browser opens: the console, and the document that describes this API. */
import { z } from 'zod';
import { contentPolicy } from '../content-policy.ts';
import { HttpError } from '../failure.ts';
import { route } from '../route.ts';
import { missing, named, refusals } from '../schemas.ts';

const consolePage = route({
  method: 'GET',
  path: '/',
  operationId: 'console',
  summary: 'The console.',
  access: 'public',
  responses: { 200: { description: 'The page.', type: 'text/html' }, ...missing, ...refusals },
  handle({ context: { deps } }) {
    if (deps.console === undefined) {
      throw new HttpError(404, 'ONW-ROUTE-UNKNOWN', { message: 'There is no console here.' });
    }
    const { html } = deps.console;
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentPolicy(html),
    };
    return Promise.resolve(new Response(html, { headers }));
  },
});

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

export const pageRoutes = [consolePage, openapi];
