/** Calls one host and no other, follows no redirect, and reads no more than an answer may be. */

/** More came than an answer may be. */
export class TooLong extends Error {}

const mostBytes = 65_536;

export function boundedFetch(url: string): typeof fetch {
  const { origin } = new URL(url);
  return async (input, init) => {
    const wanted = input instanceof Request ? input.url : String(input);
    if (new URL(wanted).origin !== origin) throw new TypeError('Another host was asked for.');
    const answer = await fetch(wanted, { ...init, redirect: 'error' });
    const body = await bounded(answer);
    const headers = new Headers({ 'content-type': 'application/json' });
    return new Response(body, { status: answer.status, headers });
  };
}

async function bounded({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (body === null) return new Uint8Array();
  for await (const part of body as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > mostBytes) throw new TooLong();
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
