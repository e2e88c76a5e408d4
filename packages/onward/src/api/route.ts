/** A route is data: its contract and handler, from which the server and its document are made. */
import type { z } from 'zod';
import type { ApiContext } from './context.ts';

/**
 * Who may call: `public` anyone, `read` and `write` with the token, `edge` an edge in another
 * process with its own, `pass` whoever holds a pass for what the path names (the handler reads it),
 * `dev` in development only.
 */
export type Access = 'public' | 'read' | 'write' | 'edge' | 'pass' | 'dev';

/** How the body of a request arrives. */
export type BodyKind =
  /** JSON that fits the schema. */
  | { readonly kind: 'json'; readonly schema: z.ZodType }
  /** JSON of these media types, judged item by item by the handler; the schema documents it. */
  | { readonly kind: 'items'; readonly types: readonly string[]; readonly schema: z.ZodType }
  /** Bytes as they came. */
  | { readonly kind: 'raw' };

export interface ResponseSpec {
  readonly description: string;
  /** Absent where the body is not JSON. */
  readonly schema?: z.ZodType;
  readonly type?: string;
}

/** What a handler is given: everything is validated already. */
export interface Call<P, Q, B> {
  readonly context: ApiContext;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Lower-case names. */
  readonly headers: Headers;
  /** Media type of the body, without its parameters. */
  readonly mediaType: string;
  /** The query as it came, without the question mark. */
  readonly rawQuery: string;
  /** Ends when the caller goes away. */
  readonly signal: AbortSignal;
}

export type Reply =
  | {
      readonly status: number;
      readonly json: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | Response;

interface Contract {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Hono's form: `/v1/journeys/:id`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly access: Access;
  /** Takes an `Idempotency-Key` header. */
  readonly idempotent?: boolean;
  readonly responses: Readonly<Record<number, ResponseSpec>>;
}

/** A route as the table holds it, its types checked where it was made. */
export interface Route extends Contract {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: BodyKind;
  readonly handle: (call: Call<unknown, unknown, unknown>) => Promise<Reply>;
}

interface RouteSpec<P extends z.ZodObject, Q extends z.ZodObject, B> extends Contract {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: BodyKind;
  readonly handle: (call: Call<z.output<P>, z.output<Q>, B>) => Promise<Reply>;
}

/** A route without a body, or whose handler reads the body's items itself. */
export function route<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B = unknown,
>(spec: RouteSpec<P, Q, B>): Route {
  // The dispatcher hands over only what these very schemas have parsed.
  return spec as unknown as Route;
}

/** A route whose JSON body fits a schema. */
export function jsonRoute<P extends z.ZodObject, B extends z.ZodType>(
  spec: Omit<RouteSpec<P, z.ZodObject, z.output<B>>, 'body'> & { readonly body: B },
): Route {
  return { ...spec, body: { kind: 'json', schema: spec.body } } as unknown as Route;
}
