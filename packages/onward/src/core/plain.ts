/**
 * Text that cannot hold a value from outside: what was written in the source, numbers, and names
 * that the program or its settings declare. Errors, logs and events take no other.
 */

declare const plain: unique symbol;

/** Text that is known to hold nothing from outside. */
export type Plain = string & { readonly [plain]: true };

/** A text that stands in the source; `never` for one that is put together while it runs. */
// oxlint-disable-next-line no-generated-empty-object-type -- only it has every name of a wide type
export type Literal<T extends string> = Record<never, never> extends Record<T, 1> ? never : T;

/** What an error or a log line may say. */
export type Sentence<T extends string> = T extends Plain ? T : Literal<T>;

/** A sentence with numbers and declared names in it; any other string is a compile error. */
export function sentence(
  parts: TemplateStringsArray,
  ...holes: readonly (number | Plain)[]
): Plain {
  return String.raw({ raw: parts }, ...holes) as Plain;
}

/** Sentences that follow each other. */
export function joined<const P extends readonly string[]>(
  ...parts: { readonly [K in keyof P]: Sentence<P[K]> }
): Plain {
  return parts.join(' ') as Plain;
}

/**
 * Says of a text that it comes from the program, its settings or this code, and from no delivery.
 * Each use is a claim that a reviewer can check.
 */
export function declared(name: string): Plain {
  return name as Plain;
}
