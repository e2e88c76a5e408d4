/**
 * What has just been done, told once. An act waits a moment before it leaves, and can be taken back
 * until then: nothing is said to be done before the server has said so.
 */
import { useSyncExternalStore } from 'react';
import { t } from '../words/words.ts';
import { Button } from './button.tsx';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  readonly undo?: () => void;
}

const undoMs = 5_000;
const mostTold = 4;
let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();
/** What waits and has not left yet, by the number of its toast. */
const waiting = new Map<number, () => void>();

// Whoever closes the page has not taken it back: it leaves at once.
globalThis.addEventListener('pagehide', () => {
  for (const leave of waiting.values()) leave();
});

export function say(text: string, tone: Toast['tone'] = 'plain'): void {
  const id = add({ text, tone });
  setTimeout(() => remove(id), tone === 'bad' ? 12_000 : 5_000);
}

interface Delayed<T> {
  /** "Completing the task…" */
  readonly doing: string;
  /** "The task is completed." */
  readonly done: string | ((result: T) => string);
  readonly act: () => Promise<T>;
  readonly after?: () => void;
  readonly undone?: () => void;
}

/** Does it after a moment in which it can still be taken back. */
export function doWithUndo<T>({ doing, done, act, after, undone }: Delayed<T>): void {
  const leave = (): void => {
    clearTimeout(timer);
    remove(id);
    act().then(
      (result) => {
        say(typeof done === 'string' ? done : done(result));
        after?.();
      },
      (error: unknown) => {
        say(t('act.failed', { why: error instanceof Error ? error.message : '' }), 'bad');
        undone?.();
      },
    );
  };
  const timer = setTimeout(leave, undoMs);
  const id = add({
    text: doing,
    tone: 'plain',
    undo: () => {
      clearTimeout(timer);
      remove(id);
      say(t('act.undone'));
      undone?.();
    },
  });
  waiting.set(id, leave);
}

/** Takes back what was begun last, if it has not left yet. */
export function undoLast(): boolean {
  const toast = toasts.findLast(({ undo }) => undo !== undefined);
  toast?.undo?.();
  return toast !== undefined;
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="log" aria-live="polite" aria-label={t('toasts')}>
      {shown.map(({ id, text, tone, undo }) => (
        <div key={id} className="toast" data-tone={tone}>
          <span>{text}</span>
          {undo === undefined ? null : (
            <Button small onPress={undo}>
              {t('act.undo')} <kbd>z</kbd>
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}

function add(toast: Omit<Toast, 'id'>): number {
  last += 1;
  toasts = [...toasts, { ...toast, id: last }];
  const told = toasts.filter(({ undo }) => undo === undefined);
  const old = new Set(told.slice(0, -mostTold));
  toasts = toasts.filter((each) => !old.has(each));
  tell();
  return last;
}

function remove(id: number): void {
  waiting.delete(id);
  toasts = toasts.filter((toast) => toast.id !== id);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}
