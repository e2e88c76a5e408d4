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
  let latest: ConsentRecord | undefined;
  let isNamed = false;
  for (const word of ledger) {
    if (word.channel !== undefined && word.channel !== channel) continue;
    if (word.purpose !== undefined && word.purpose !== purpose) continue;
    // Of two words of one moment the no counts.
    const isLater =
      latest === undefined || word.at > latest.at || (word.at === latest.at && !word.grants);
    if (isLater) latest = word;
    if (word.purpose === purpose && word.grants) isNamed = true;
  }
  return (latest?.grants ?? true) && (isNamed || !optIn.includes(purpose));
}

/** Whether a word changes what may be sent; the same again is no news. */
export function isNews(ledger: readonly ConsentRecord[], word: ConsentRecord): boolean {
  const same = ledger.filter(
    (each) => each.channel === word.channel && each.purpose === word.purpose,
  );
  const latest = same.toSorted((a, b) => a.at - b.at).at(-1);
  return latest === undefined || (latest.at <= word.at && latest.grants !== word.grants);
}
