/** The consent ledger of a person: what they have said, in order, and what it lets us send. */
import type { ConsentWord } from '../language/model.ts';

/** One word of a person: over which channel, for what, when they said it and how it came. */
export interface ConsentRecord extends ConsentWord {
  /** Epoch milliseconds at which they said it. */
  readonly at: number;
  /** The type of the event by which it came, or `person` where somebody entered it. */
  readonly source: string;
  /** The same word is kept once under it. */
  readonly id: string;
  /** Who entered it; absent: a system told. */
  readonly actor?: string;
}

/**
 * Whether a message may be sent: the latest word on its channel and its purpose decides. Where a
 * purpose needs a yes, a word that names it must have given one.
 */
export function permits(
  ledger: readonly ConsentRecord[],
  { channel, purpose }: { readonly channel: string; readonly purpose: string },
  optIn: readonly string[] = [],
): boolean {
  const latest = latestWord(ledger, { channel, purpose });
  const isNamed = ledger.some((word) => {
    return word.grants && word.purpose === purpose && covers(word, { channel, purpose });
  });
  return (latest?.grants ?? true) && (isNamed || !optIn.includes(purpose));
}

interface Scope {
  readonly channel?: string | undefined;
  readonly purpose?: string | undefined;
}

/** The latest word that covers a channel and a purpose; of two of one moment the no. */
export function latestWord(
  ledger: readonly ConsentRecord[],
  scope: Scope,
): ConsentRecord | undefined {
  let latest: ConsentRecord | undefined;
  for (const word of ledger) {
    if (!covers(word, scope)) continue;
    const isLater =
      latest === undefined || word.at > latest.at || (word.at === latest.at && !word.grants);
    if (isLater) latest = word;
  }
  return latest;
}

function covers(word: ConsentRecord, { channel, purpose }: Scope): boolean {
  const isChannel = word.channel === undefined || word.channel === channel;
  return isChannel && (word.purpose === undefined || word.purpose === purpose);
}

/** Whether a word changes what may be sent; the same again is no news. */
export function isNews(ledger: readonly ConsentRecord[], word: ConsentRecord): boolean {
  const same = ledger.filter(
    (each) => each.channel === word.channel && each.purpose === word.purpose,
  );
  const latest = same.toSorted((a, b) => a.at - b.at).at(-1);
  return latest === undefined || (latest.at <= word.at && latest.grants !== word.grants);
}
