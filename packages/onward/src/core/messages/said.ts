/** What goes with a message: the facts that its text states, and what its person reads. */
import type { Facts, FactValue, Program } from '../language/model.ts';

/** Arguments by which a messaging system knows the zone and the language of a person. */
export const recipientArgs = { zone: 'recipient-zone', language: 'recipient-language' } as const;

/**
 * The facts that go with a message, as the journey knows them; undefined where there are none. What
 * is not known is left out: the system that renders the text says what it lacks.
 */
export function argsOf(
  { templates, messages }: Pick<Program, 'templates' | 'messages'>,
  facts: Facts,
  { template, stated = [] }: { readonly template: string; readonly stated?: readonly string[] },
): Facts | undefined {
  const args: Record<string, FactValue> = {};
  const put = (name: string, fact: string | undefined): void => {
    const value = fact === undefined ? undefined : facts[fact];
    if (value !== undefined) args[name] = value;
  };
  for (const fact of [...stated, ...(templates[template]?.facts ?? [])]) put(fact, fact);
  put(recipientArgs.zone, messages?.recipient?.zone);
  put(recipientArgs.language, messages?.recipient?.language);
  return Object.keys(args).length === 0 ? undefined : args;
}
