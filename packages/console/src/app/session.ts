/** What the console knows of the program it works in, once somebody has come in. */
import { createContext, useContext } from 'react';
import type { Session } from '../../../onward/src/api/index.ts';
import { useIdentity } from './identity.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('No session stands above this.');
  return session;
}

export interface Me {
  readonly actor: string;
  /** Teams and roles that the person belongs to. */
  readonly owners: readonly string[];
}

export function useMe(): Me {
  const session = useSession();
  const { actor = '' } = useIdentity();
  const owners = session.people.find(({ id }) => id === actor)?.teams ?? [];
  return { actor, owners };
}
