/** Finds the name that was probably meant, and lists names in a sentence of bearable length. */

/** The tail of a message: `; did you mean "payment"?`, or a full stop when no name is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearest(name, [...known]);
  return near === undefined ? '.' : `; did you mean "${near}"?`;
}

/** The names as one line, cut after a few. */
export function listNames(known: Iterable<string>): string {
  const names = [...known].toSorted();
  if (names.length === 0) return 'none is declared';
  const shown = names.slice(0, mostShown).join(', ');
  return names.length > mostShown ? `${shown} and ${names.length - mostShown} more` : shown;
}

/** A name of the input, safe to print: short and on one line. */
export function quote(name: string): string {
  const cut = name.length > longestQuote ? `${name.slice(0, longestQuote)}…` : name;
  return JSON.stringify(cut);
}

const mostShown = 20;
const longestQuote = 80;
/** Longer names are not compared: the distance costs their product. */
const longestCompared = 100;

/** The name that was probably meant; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > longestCompared) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  // `succeeded` for `payment.succeeded`: the first words are often left out.
  return best ?? known.find((candidate) => candidate.endsWith(`.${name}`));
}

/** Optimal string alignment: a swap of neighbours counts as one edit. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const oneMore = Math.min(previous[j] ?? 0, current[j - 1] ?? 0) + 1;
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = swaps ? (before[j - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(replaced, oneMore, swapped));
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}
