/**
 * Live changes: which journeys were committed, as the server says so. A connection that breaks
 * comes back with the id of the last change, so that nothing is missed; where the server no longer
 * has what came since, everything shown may be old.
 */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { authorization } from './client.ts';

export type Connection = 'connecting' | 'live' | 'lost';

type Change =
  | { readonly kind: 'journeys'; readonly ids: readonly string[] }
  | { readonly kind: 'reset' };
type Hear = (change: Change) => void;

const hearers = new Set<Hear>();
const watchers = new Set<() => void>();
let connection: Connection = 'connecting';
let lastId: string | undefined;
let running: AbortController | undefined;

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    () => connection,
  );
}

/** Journeys that have changed since the list was read, of those that it shows. */
export function useChanged(
  shown: ReadonlySet<string>,
  readAt: number,
): { readonly shown: number; readonly other: number } {
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [other, setOther] = useState(0);
  useEffect(() => {
    setChanged(new Set());
    setOther(0);
  }, [readAt]);
  useEffect(() => {
    let waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear: Hear = (change) => {
      if (change.kind === 'reset') waiting.add('*');
      else for (const id of change.ids) waiting.add(id);
      timer ??= setTimeout(() => {
        const seen = [...waiting];
        waiting = new Set();
        timer = undefined;
        const here = seen.filter((id) => id === '*' || shown.has(id));
        if (here.length > 0) setChanged((before) => new Set([...before, ...here]));
        setOther((before) => before + seen.length - here.length);
      }, 500);
    };
    hearers.add(hear);
    return () => {
      hearers.delete(hear);
      clearTimeout(timer);
    };
  }, [shown]);
  return { shown: changed.size, other };
}

/** Connects for as long as the page stands; tells how it goes by `useConnection`. */
export function connect(): () => void {
  running?.abort();
  const abort = new AbortController();
  running = abort;
  void listen(abort.signal);
  return () => abort.abort();
}

async function listen(signal: AbortSignal): Promise<void> {
  let waitMs = 1_000;
  while (!signal.aborted) {
    try {
      await readStream(signal, () => {
        waitMs = 1_000;
      });
    } catch {
      // Comes again below.
    }
    if (signal.aborted) return;
    say('lost');
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    waitMs = Math.min(waitMs * 2, 15_000);
  }
}

async function readStream(signal: AbortSignal, opened: () => void): Promise<void> {
  const headers = {
    ...authorization(),
    ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
  };
  const response = await fetch('/v1/changes', { headers, signal });
  if (!response.ok || response.body === null) throw new Error('no stream');
  opened();
  say('live');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const frames = (rest + value).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) take(frame);
  }
}

function take(frame: string): void {
  const fields = new Map<string, string>();
  for (const line of frame.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  lastId = fields.get('id') ?? lastId;
  const event = fields.get('event');
  if (event === 'reset') tell({ kind: 'reset' });
  if (event !== 'commit') return;
  const { journeys } = JSON.parse(fields.get('data') ?? '{}') as { journeys?: readonly string[] };
  tell({ kind: 'journeys', ids: journeys ?? [] });
}

function tell(change: Change): void {
  for (const hear of hearers) hear(change);
}

function say(next: Connection): void {
  if (connection === next) return;
  connection = next;
  for (const watcher of watchers) watcher();
}
