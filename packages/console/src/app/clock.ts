/**
 * What time it is for the server: in development its clock may stand days ahead of this machine's.
 */
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let aheadMs = 0;
let tick = 0;

/** Takes the server's time from an answer. */
export function serverSays(now: string): void {
  const next = Date.parse(now) - Date.now();
  // Small differences are the way the answer took.
  if (Math.abs(next - aheadMs) < 2_000) return;
  aheadMs = next;
  turn();
}

/** An instant of this machine, as the server would tell it; undefined for never. */
export function asServer(localMs: number): string | undefined {
  return localMs === 0 ? undefined : new Date(localMs + aheadMs).toISOString();
}

export function serverNow(): number {
  return Date.now() + aheadMs;
}

/** The server's time, told anew twice a minute. */
export function useNow(): number {
  useSyncExternalStore(subscribe, () => tick);
  return serverNow();
}

function turn(): void {
  tick += 1;
  for (const listener of listeners) listener();
}

let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(turn, 30_000);
  return () => listeners.delete(listener);
}
