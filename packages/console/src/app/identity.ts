/**
 * Who acts. This is the one place where an identity provider will be plugged in: until then a
 * person chooses a name of the program's teams, and a server that asks for a token is given it
 * here. The token lives as long as the tab.
 */
import { useSyncExternalStore } from 'react';

export interface Identity {
  /** Opaque id of a person of the program; undefined until one was chosen. */
  readonly actor: string | undefined;
  readonly token: string | undefined;
}

const places = { actor: 'onward.actor', token: 'onward.token' } as const;
const listeners = new Set<() => void>();
let current: Identity = read();

export function identity(): Identity {
  return current;
}

export function useIdentity(): Identity {
  return useSyncExternalStore(subscribe, identity);
}

export function signIn({ actor, token }: Partial<Identity>): void {
  if (actor !== undefined) localStorage.setItem(places.actor, actor);
  if (token !== undefined) sessionStorage.setItem(places.token, token);
  changed();
}

export function signOut(): void {
  localStorage.removeItem(places.actor);
  sessionStorage.removeItem(places.token);
  changed();
}

function read(): Identity {
  return {
    actor: localStorage.getItem(places.actor) ?? undefined,
    token: sessionStorage.getItem(places.token) ?? undefined,
  };
}

function changed(): void {
  current = read();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
