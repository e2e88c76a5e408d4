/** The OpenAPI 3.1 document, made from the same table as the server, so that it cannot drift. */
import { z } from 'zod';
import type { BodyKind, ResponseSpec, Route } from './route.ts';
import { components } from './schemas.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** The document of these routes; components are the shapes that have a name. */
export function openApiDocument(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:([a-z]+)(?:\{[^}]+\})?/gu, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Onward', version: '1', license: { name: 'Apache-2.0' } },
    paths,
    components: {
      schemas: namedSchemas(),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operation(route: Route): object {
  const { operationId, summary, access, body } = route;
  return {
    operationId,
    summary,
    ...(access === 'public' ? {} : { security: [{ token: [] }] }),
    'x-onward-access': access,
    parameters: parametersOf(route),
    ...(body === undefined ? {} : { requestBody: requestBody(body) }),
    responses: Object.fromEntries(
      Object.entries(route.responses).map(([status, spec]) => [status, responseOf(spec)]),
    ),
  };
}

function parametersOf({ params, query, idempotent }: Route): readonly object[] {
  const list = [...fieldsOf(params, 'path'), ...fieldsOf(query, 'query')];
  if (idempotent !== true) return list;
  const schema = { type: 'string', maxLength: 128 };
  return [...list, { name: 'Idempotency-Key', in: 'header', required: false, schema }];
}

function fieldsOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): readonly object[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const required = place === 'path' || !(field as z.ZodType).safeParse(undefined).success;
    return { name, in: place, required, schema: inline(field as z.ZodType) };
  });
}

function requestBody(body: BodyKind): object {
  if (body.kind === 'raw') return { required: true, content: { '*/*': {} } };
  const types = body.kind === 'json' ? ['application/json'] : body.types;
  const schema = referTo(body.schema);
  return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

function responseOf({ description, schema, type }: ResponseSpec): object {
  if (schema === undefined) return { description, content: { [type ?? 'application/json']: {} } };
  return { description, content: { 'application/json': { schema: referTo(schema) } } };
}

/** A name where the schema has one, else the schema itself with names inside it. */
function referTo(schema: z.ZodType): JsonSchema {
  const id = registered().get(schema)?.id;
  return id === undefined ? inline(schema) : { $ref: reference(id) };
}

function registered() {
  const registry = z.registry<{ readonly id: string }>();
  for (const [id, schema] of components) registry.add(schema, { id });
  return registry;
}

function reference(id: string): string {
  return `#/components/schemas/${id}`;
}

/** Schemas within the one that have names of their own are referred to, not repeated. */
function inline(schema: z.ZodType): JsonSchema {
  const registry = registered().add(schema, { id: 'This' });
  const { schemas } = z.toJSONSchema(registry, { uri: reference, io: 'input' });
  return bare(schemas['This'] ?? {});
}

function namedSchemas(): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(registered(), { uri: reference, io: 'input' });
  const pairs = Object.entries(schemas).filter(([id]) => id !== '__shared');
  return Object.fromEntries(pairs.map(([id, schema]) => [id, bare(schema)]));
}

/** The document says once which dialect it is; a component's address is its place. */
function bare({ $schema: _dialect, $id: _address, ...rest }: JsonSchema): JsonSchema {
  return rest;
}
