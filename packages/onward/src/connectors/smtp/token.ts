/**
 * Our key in a Message-ID, with a mark that only we can make: a bounce that somebody wrote himself
 * answers nothing.
 */
import { parseCommandKey } from '../../core/index.ts';
import { keyReader, sign } from '../signature.ts';

const keysIn = keyReader((secret) => Buffer.from(secret));
const pattern =
  /\b(jrn_[0-9a-v]{1,11}\.[1-9][0-9]{0,8}\.[0-9]{1,4}(?:\.e[1-9][0-9]{0,4})?)\.([0-9a-f]{16})\b/;

/** The key and its mark, for a Message-ID and an envelope; undefined while no secret is set. */
export function tokenOf(key: string, secret: string | undefined): string | undefined {
  const newest = keysIn(secret)[0];
  return newest === undefined ? undefined : `${key}.${markOf(newest, key)}`;
}

/**
 * The key in a text that holds a token; `forged` where the mark is not ours, undefined without one.
 */
export function readToken(
  text: string,
  secret: string | undefined,
): { readonly key: string } | 'forged' | undefined {
  const [, key, mark] = pattern.exec(text) ?? [];
  if (key === undefined || mark === undefined || parseCommandKey(key) === undefined) {
    return undefined;
  }
  const isOurs = keysIn(secret).some((each) => each !== undefined && markOf(each, key) === mark);
  return isOurs ? { key } : 'forged';
}

type Key = Exclude<ReturnType<typeof keysIn>[number], undefined>;

function markOf(secret: Key, key: string): string {
  return sign(secret, ['message-id.', key]).toString('hex').slice(0, 16);
}
