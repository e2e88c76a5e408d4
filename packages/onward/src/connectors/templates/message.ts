/** What every messaging system declares alike: the command `send-message` and its receipts. */
import type { CommandType, EventType, FactTypes, RefType } from '../../core/index.ts';
import type { Texts } from './render.ts';

/**
 * The command by which messages leave: a template and a channel, and what the settings declare
 * beside them.
 */
export function sendMessageType(
  texts: Texts,
  channel: string,
  returns: FactTypes = {},
): CommandType {
  const templates = Object.keys(texts.templates);
  const args: FactTypes = {
    template: { kind: 'one-of', values: templates },
    channel: { kind: 'one-of', values: [channel] },
    ...texts.args,
  };
  return { args, returns };
}

/** Why a message did not arrive: closed words, the provider's own never leave the edge. */
export const failureReasons = [
  'account',
  'blocked',
  'content',
  'filtered',
  'landline',
  'mailbox-full',
  'network',
  'no-such-address',
  'opted-out',
  'policy',
  'too-old',
  'unreachable',
  'unregistered',
  'unknown',
] as const;

/** One of the closed reasons. */
export type FailureReason = (typeof failureReasons)[number];

/** Events `message.KIND` with the same refs and data, as the language expects of receipts. */
export function receiptTypes(
  kinds: readonly string[],
  refs: Readonly<Record<string, RefType>>,
  data: FactTypes,
): Readonly<Record<string, EventType>> {
  return Object.fromEntries(kinds.map((kind) => [`message.${kind}`, { refs, data }]));
}
