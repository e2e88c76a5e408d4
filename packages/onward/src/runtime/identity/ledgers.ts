/** Two ledgers of consent become one: every word stays, and a no of either is a no. */
import { latestWord } from '../../core/index.ts';
import type { ConsentRecord } from '../../core/index.ts';
import type { Withdrawn } from './types.ts';

/** What one of them does not want: said once more, so that no later yes of the other counts. */
export function withdrawnOf(
  one: readonly ConsentRecord[],
  other: readonly ConsentRecord[],
): readonly Withdrawn[] {
  const scopes = new Map<string, Withdrawn>();
  for (const { channel, purpose } of [...one, ...other]) {
    const scope = {
      ...(channel === undefined ? {} : { channel }),
      ...(purpose === undefined ? {} : { purpose }),
    };
    scopes.set(`${channel ?? ''}/${purpose ?? ''}`, scope);
  }
  return [...scopes.values()].filter((scope) => isNo(one, scope) || isNo(other, scope));
}

function isNo(ledger: readonly ConsentRecord[], scope: Withdrawn): boolean {
  return latestWord(ledger, scope)?.grants === false;
}

/** The words to add to the ledger of whom they are. */
export function wordsOf(
  from: readonly ConsentRecord[],
  into: readonly ConsentRecord[],
  { id, at, actor }: { readonly id: string; readonly at: number; readonly actor: string },
): readonly ConsentRecord[] {
  const known = new Set(into.map((word) => word.id));
  const own = from.filter((word) => !known.has(word.id));
  const said = withdrawnOf(from, into).map((scope): ConsentRecord => {
    const name = `${id}/${scope.channel ?? ''}/${scope.purpose ?? ''}`;
    return { grants: false, ...scope, at, source: 'merge', id: name, actor };
  });
  return [...own, ...said];
}
