import { expect, test } from 'vitest';
import { fake } from './fake-deps.fixture.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: object }> };
  readonly responses: Record<string, { readonly content: object }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

const dev = { moveClock: async () => undefined };

async function documentOf(): Promise<Document> {
  const response = await fake({ dev }).call('/openapi.json');
  return (await response.json()) as Document;
}

test('every route that is served stands in the document, and nothing else does', async () => {
  const { paths, openapi } = await documentOf();
  expect(openapi).toBe('3.1.1');
  const documented = Object.entries(paths).flatMap(([path, methods]) => {
    return Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`);
  });
  const served = fake({ dev }).api.routes.map(({ method, path }) => {
    return `${method} ${path.replaceAll(/:([a-z]+)/gu, '{$1}')}`;
  });
  expect(documented.toSorted()).toEqual(served.toSorted());
});

test('without a development clock its routes are neither served nor documented', async () => {
  const { call } = fake();
  expect((await call('/v1/dev/clock')).status).toBe(404);
  const { paths } = (await (await call('/openapi.json')).json()) as Document;
  expect(paths['/v1/dev/clock']).toBeUndefined();
});

test('every reference of the document leads to a component', async () => {
  const document = await documentOf();
  const text = JSON.stringify(document);
  const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/gu)].map(
    ([, id]) => id,
  );
  expect(referred.length).toBeGreaterThan(50);
  const known = Object.keys(document.components.schemas);
  expect(referred.filter((id) => !known.includes(id ?? ''))).toEqual([]);
  expect(text).not.toContain('"$schema"');
  expect(text).not.toContain('"$id"');
});

test('operations have distinct names and describe their parameters', async () => {
  const { paths } = await documentOf();
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  const list = paths['/v1/journeys']?.['get']?.parameters ?? [];
  expect(list.map(({ name }) => name)).toContain('overdue');
  expect(list.every(({ required }) => !required)).toBe(true);
  const act = paths['/v1/obligations/{id}/act']?.['post'];
  expect(act?.parameters.map(({ name }) => name)).toEqual(['id', 'Idempotency-Key']);
  expect(act?.requestBody?.content['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/Act',
  });
  const park = paths['/v1/journeys/{id}/park']?.['post'];
  expect(park?.requestBody?.content['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/Park',
  });
});

const obligation = 'obl_21-2-0';
const span = '2d';
const samples: readonly (readonly [method: string, path: string, body?: unknown])[] = [
  ['GET', '/openapi.json'],
  ['GET', '/healthz'],
  ['GET', '/readyz'],
  ['GET', '/v1/journeys?status=any'],
  ['GET', '/v1/journeys/jrn_11'],
  ['GET', '/v1/journeys/jrn_21'],
  ['GET', '/v1/journeys/jrn_31'],
  ['GET', '/v1/journeys/jrn_11/journal'],
  ['GET', '/v1/journeys/jrn_11/explain'],
  ['GET', '/v1/journeys/jrn_31/explain'],
  ['GET', '/v1/obligations'],
  ['GET', '/v1/unmatched'],
  ['GET', '/v1/program'],
  ['GET', '/v1/dev/clock'],
  ['GET', '/v1/journeys/jrn_vvv'],
  ['POST', '/v1/dev/clock', { by: span }],
  ['POST', '/v1/events', [{ id: 'a', type: 't' }, 7]],
  ['POST', '/v1/events', 7],
  ['POST', '/in/billing', 'evt'],
  ['POST', '/in/nothing', 'evt'],
  ['POST', `/v1/obligations/${obligation}/act`, { action: 'paid', actor: 'p-101' }],
  ['POST', `/v1/obligations/${obligation}/act`, { action: 'flee', actor: 'p-101' }],
  [
    'POST',
    '/v1/journeys/jrn_11/park',
    { actor: 'p-101', owner: 'director', reason: 'abroad', reviewEvery: span },
  ],
  ['POST', '/v1/journeys/jrn_11/resume', { actor: 'p-101' }],
  ['POST', '/v1/journeys/jrn_11/override', { actor: 'p-101', to: 'held', reason: 'asked' }],
  ['POST', '/v1/journeys/jrn_21/assign', { actor: 'p-101', obligation, owner: 'director' }],
  [
    'POST',
    '/v1/journeys/jrn_11/tasks',
    { actor: 'p-101', owner: 'director', reason: 'call', within: span },
  ],
];

test.for(samples)('%s %s answers as its contract says', async ([method, path, body]) => {
  const { api, call, post } = fake({ dev });
  const response = method === 'GET' ? await call(path) : await post(path, body);
  const pathname = path.split('?', 1)[0] ?? '';
  const matches = api.routes.filter((route) => {
    return (
      route.method === method &&
      new RegExp(`^${route.path.replaceAll(/:[a-z]+/gu, '[^/]+')}$`, 'u').test(pathname)
    );
  });
  expect(matches).toHaveLength(1);
  const schema = matches[0]?.responses[response.status]?.schema;
  expect(schema, `status ${response.status} is documented`).toBeDefined();
  const read = schema?.safeParse(await response.json());
  expect(read?.error?.issues ?? []).toEqual([]);
});
