/** Stands in for outside systems in development: takes what is sent to them, and answers. */
import { checkLocal, HttpError, readBody } from '../../api/index.ts';

export interface Sunk {
  readonly system: string;
  readonly method: string;
  /** Below the system's address. */
  readonly path: string;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Sink {
  /** True for requests that belong to it. */
  takes(request: Request): boolean;
  fetch(request: Request): Promise<Response>;
  /** What was taken last, oldest first. */
  readonly taken: readonly Sunk[];
  /** Answers in the place of a system; undefined leaves it to the ordinary answer. */
  answer(system: string, how: (sunk: Sunk) => Answer | undefined): void;
}

const base = '/dev/sink/';
const mostKept = 100;
const limits = { bodyBytes: 1_048_576, bodyMs: 10_000, firstMs: 5_000 };

/** Where the sink stands in for a system. */
export function sinkUrl(origin: string, system: string): string {
  return `${origin}${base}${system}`;
}

/** `hosts`: names beside the local ones under which this server calls itself. */
export function startSink(
  tell: (line: string) => void,
  hosts: () => readonly string[] = () => [],
): Sink {
  const taken: Sunk[] = [];
  const answers = new Map<string, (sunk: Sunk) => Answer | undefined>();
  return {
    taken,
    takes: (request) => new URL(request.url).pathname.startsWith(base),
    answer: (system, how) => answers.set(system, how),
    async fetch(request) {
      const given = await bodyOf(request, hosts()).catch(refusal);
      if (given instanceof Response) return given;
      const [system = '', ...below] = new URL(request.url).pathname.slice(base.length).split('/');
      const { method } = request;
      const { search } = new URL(request.url);
      const path = `${below.map((part) => `/${part}`).join('')}${search}`;
      const sunk = { system, method, path, body: given.body };
      taken.push(sunk);
      if (taken.length > mostKept) taken.shift();
      tell(`${isName(system) ? system : 'a system'} was asked: ${asked(sunk)}`);
      const { status, body } = answers.get(system)?.(sunk) ?? ordinary(sunk);
      return status === 204
        ? new Response(null, { status })
        : Response.json(body ?? {}, { status });
    },
  };
}

/** The body of a request of this machine's own; other machines and web pages are refused. */
async function bodyOf(
  request: Request,
  hosts: readonly string[],
): Promise<{ readonly body: unknown }> {
  checkLocal(request, hosts);
  const bytes = await readBody(request, limits);
  try {
    return { body: JSON.parse(Buffer.from(bytes).toString('utf8')) };
  } catch {
    return { body: undefined };
  }
}

function refusal(error: unknown): Response {
  if (!(error instanceof HttpError)) throw error;
  const { status, headers, code, message } = error;
  return Response.json({ error: { code, message } }, { status, headers });
}

/** What was asked, by its name; ids and arguments stay out of the terminal. */
function asked({ body, method }: Sunk): string {
  const { type, name, args } = fields(body);
  const { template } = fields(args);
  if (type === 'look-up' && isName(name)) return `look-up ${name}`;
  if (type === 'send-message' && isName(template)) return `message ${template}`;
  return isName(type) ? type : method;
}

/** A name of a program; anything else could be anything. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(value);
}

function ordinary({ body, method }: Sunk): Answer {
  const isLookUp = method === 'GET' || fields(body)['type'] === 'look-up';
  return isLookUp ? { status: 404 } : { status: 200 };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
