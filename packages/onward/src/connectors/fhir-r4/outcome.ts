/** What a write came to, in the words of the contract. */
import type { Attempt, OnwardCode } from '../../core/index.ts';
import type { Deed } from './deeds.ts';

/** Done: the resource's reference, and its version where the EHR counts them. */
export function done(deed: Deed, id: string, version: string | undefined): Attempt {
  const own = `${deed.type}/${id}`;
  return {
    kind: 'done',
    data: {
      [deed.ref]: own,
      ...(version === undefined ? {} : { version: `${own}/_history/${version}` }),
    },
  };
}

/** Nobody knows what came of it, or it is not what was asked. */
export function unknown(code: OnwardCode): Attempt {
  return { kind: 'unknown', data: {}, code };
}
