/** Stands in for outside systems in development: takes what is sent to them, and answers. */

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
  /** Everything taken, oldest first, up to a bound. */
  readonly taken: readonly Sunk[];
  /** Answers in the place of a system; undefined leaves it to the ordinary answer. */
  answer(system: string, how: (sunk: Sunk) => Answer | undefined): void;
}

const base = '/dev/sink/';
const mostKept = 10_000;
const largestBytes = 1_000_000;

/** Where the sink stands in for a system. */
export function sinkUrl(origin: string, system: string): string {
  return `${origin}${base}${system}`;
}

export function startSink(tell: (line: string) => void): Sink {
  const taken: Sunk[] = [];
  const answers = new Map<string, (sunk: Sunk) => Answer | undefined>();
  return {
    taken,
    takes: (request) => new URL(request.url).pathname.startsWith(base),
    answer: (system, how) => answers.set(system, how),
    async fetch(request) {
      const [system = '', ...below] = new URL(request.url).pathname.slice(base.length).split('/');
      const { method } = request;
      const { search } = new URL(request.url);
      const path = `${below.map((part) => `/${part}`).join('')}${search}`;
      const sunk = { system, method, path, body: await bodyOf(request) };
      if (taken.length < mostKept) taken.push(sunk);
      tell(`${isName(system) ? system : 'a system'} was asked: ${asked(sunk)}`);
      const { status, body } = answers.get(system)?.(sunk) ?? ordinary(sunk);
      return status === 204
        ? new Response(null, { status })
        : Response.json(body ?? {}, { status });
    },
  };
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > largestBytes) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
