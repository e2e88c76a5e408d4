/** What every connector refuses alike, in the same words. */
import { declared, joined, sentence } from '../core/index.ts';
import type { OnwardCode, Plain, Received, Sentence } from '../core/index.ts';

export type Refusal = Extract<Received, { readonly kind: 'refused' }>;

/** A refusal; `id` is the provider's id of the item, given only when it is well formed. */
export function refusal<const M extends string>(
  code: OnwardCode,
  message: Sentence<M>,
  id?: string,
): Refusal {
  const said = message as Plain;
  return { kind: 'refused', code, message: said, ...(id === undefined ? {} : { id }) };
}

/**
 * The system's secret is not there: a person must set the variable, whose name is configuration.
 */
export function missingSecret(variable: string): Refusal {
  return refusal(
    'ONW-SECRET-MISSING',
    sentence`Set the environment variable ${declared(variable)}, then send it again.`,
  );
}

/** The message is well formed and simply not one that this system is set up to tell us. */
export function unused(id?: string): Refusal {
  const message =
    'No event of this system matches the message; add it to its settings if it matters.';
  return refusal('ONW-EVENT-UNUSED', message, id);
}

/** A mapped member does not have its declared type. `name` is the datum's name in the settings. */
export function badData(name: string, id?: string): Refusal {
  const message = joined(
    sentence`The datum "${declared(name)}" does not have its declared type;`,
    'correct it at the sender, or in the settings.',
  );
  return refusal('ONW-EVENT-DATA', message, id);
}
