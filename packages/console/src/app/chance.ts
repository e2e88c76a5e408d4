/** What nobody can guess. */

/** A new key for an act of a person. */
export function newKey(): string {
  return crypto.randomUUID();
}
