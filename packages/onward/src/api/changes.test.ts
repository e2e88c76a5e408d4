import { afterEach, expect, test } from 'vitest';
import type { ApiDeps, Serving } from './index.ts';
import { serve } from './index.ts';
import { fake } from './fake-deps.fixture.ts';

const running: Serving[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

interface Stream {
  readonly headers: Headers;
  /** Reads on until the text holds this, and returns all of it. */
  until(text: string): Promise<string>;
  stop(): void;
}

async function start(deps: Partial<ApiDeps> = {}) {
  const made = fake(deps);
  const serving = await serve({ app: made.api, host: '127.0.0.1', port: 0, graceMs: 300 });
  running.push(serving);
  const open = (lastId?: string): Promise<Stream> => connect(serving.url, lastId);
  return { ...made, serving, open };
}

async function connect(url: string, lastId?: string): Promise<Stream> {
  const gone = new AbortController();
  const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
  const response = await fetch(`${url}/v1/changes`, { headers, signal: gone.signal });
  const reader = response.body?.getReader();
  let text = '';
  return {
    headers: response.headers,
    async until(wanted) {
      while (!text.includes(wanted)) {
        const chunk = await reader?.read();
        if (chunk?.value === undefined) throw new Error('the stream ended');
        text += Buffer.from(chunk.value).toString();
      }
      return text;
    },
    stop: () => gone.abort(),
  };
}

function ids(text: string): readonly string[] {
  return [...text.matchAll(/id: (\S+)/gu)].map(([, id]) => id ?? '');
}

test('commits arrive as they happen, naming journeys and the time', async () => {
  const { open, commit } = await start();
  const stream = await open();
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  await stream.until('event: ready');
  commit(['jrn_11', 'jrn_21']);
  const text = await stream.until('event: commit');
  await stream.until('\n\n');
  expect(text).toContain('data: {"journeys":["jrn_11","jrn_21"],"at":"2026-11-22T13:00:00.000Z"}');
});

test('a view that comes back gets what it missed, once', async () => {
  const { open, commit } = await start();
  const first = await open();
  await first.until('event: ready');
  commit(['jrn_1']);
  const seen = ids(await first.until('jrn_1"')).at(-1);
  first.stop();
  commit(['jrn_2']);
  commit(['jrn_3']);
  const second = await open(seen);
  const text = await second.until('jrn_3"');
  expect(text).not.toContain('jrn_1"');
  expect(text).toContain('jrn_2"');
  expect(text).not.toContain('event: reset');
});

test('a view that was away too long, or knew another process, reads all again', async () => {
  const { open, commit } = await start({ limits: { kept: 2 } });
  const first = await open();
  const seen = ids(await first.until('event: ready'))[0];
  for (let each = 0; each < 10; each++) commit([`jrn_${each}`]);
  for (const lastId of [seen, 'other-5', 'nonsense', `${seen ?? ''}99`]) {
    const text = await (await open(lastId)).until('event: reset');
    expect(text).not.toContain('event: commit');
  }
});

test('a quiet stream shows that it lives', async () => {
  const { open } = await start({ limits: { beatMs: 30 } });
  expect(await (await open()).until(': beat')).toContain('event: ready');
});

test('views that leave make room for others', async () => {
  const { open, serving } = await start({ limits: { streams: 1 } });
  const first = await open();
  await first.until('event: ready');
  const refused = await fetch(`${serving.url}/v1/changes`);
  expect(refused.status).toBe(503);
  first.stop();
  await expect
    .poll(async () => (await open()).headers.get('content-type'))
    .toContain('event-stream');
});

test('stopping ends the streams at once', async () => {
  const { open, serving } = await start();
  const stream = await open();
  await stream.until('event: ready');
  const began = performance.now();
  await serving.close();
  expect(performance.now() - began).toBeLessThan(250);
  await expect(stream.until('never')).rejects.toThrow('the stream ended');
});

test('a reader that does not read is let go instead of filling memory', async () => {
  const { api, commit } = fake();
  const response = await api.fetch(new Request('http://localhost/v1/changes'));
  for (let each = 0; each < 2000; each++) commit(['jrn_1']);
  const text = await response.text();
  expect(ids(text).length).toBeLessThan(600);
});
