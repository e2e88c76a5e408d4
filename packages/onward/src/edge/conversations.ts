/**
 * Conversations with people, sealed with each person's own key and erased with it: every word stays
 * here, and what stands beside is closed.
 */
import type { DialogueState, Message } from '../assistant/index.ts';
import { RejectError, RetryError } from '../core/index.ts';
import type { WireEvent } from '../core/index.ts';
import type { FormState } from './forms.ts';
import type { KeyRing } from './keys.ts';
import type {
  ConversationPage,
  ConversationRow,
  ConversationState,
  ConversationStore,
  FoundConversation,
  VaultStore,
} from './store.ts';
import type { Random } from './vault-cipher.ts';
import { freshId, openKey, seal, unseal } from './vault-cipher.ts';

/** How a person writes: a text to our number, or the page that the edge serves. */
export type TalkChannel = 'sms' | 'chat';

/** Why it was read as it was: codes and where they stand, with what made them. */
export interface ReadReason {
  readonly layer: string;
  readonly id: string;
  readonly level: string;
  readonly version: string;
  readonly confidence: number;
  readonly spans: readonly TalkSpan[];
}

/** A stretch of the message of that number, counted from 0. */
export interface TalkSpan {
  readonly message: number;
  readonly start: number;
  readonly end: number;
}

/** What the assistant read in a message. */
export interface TalkReading {
  readonly message: number;
  readonly level: string;
  readonly confidence: number;
  readonly intent: string;
  readonly language: string;
  readonly codes: readonly { readonly code: string; readonly span: TalkSpan }[];
  readonly reasons: readonly ReadReason[];
  /** Stages that broke. */
  readonly broken: readonly string[];
}

/** What is sealed. */
export interface Talk {
  readonly messages: readonly Message[];
  readonly readings: readonly TalkReading[];
  readonly dialogue: DialogueState;
  readonly form?: FormState;
  /** What the coordinator is to be told of the latest change. */
  readonly events: readonly WireEvent[];
  /** What is to be said to the person for the latest message, should it come again. */
  readonly said: readonly string[];
}

export interface Conversation {
  readonly id: string;
  readonly ref: string;
  readonly system: string;
  readonly channel: TalkChannel;
  readonly version: number;
  readonly begunAt: number;
  readonly lastAt: number;
  readonly state: ConversationState;
  readonly level: string;
  readonly intent: string;
  readonly language: string;
  readonly untoldAt: number | null;
  readonly talk: Talk;
}

/** A conversation as lists show it: not a word of it. */
export type MaskedConversation = Omit<Conversation, 'talk' | 'ref' | 'version' | 'untoldAt'> & {
  readonly messages: number;
};

export interface Conversations {
  /** The one that is open with a person, by any of their refs. */
  open(ref: string, system: string): Promise<Conversation | undefined>;
  get(id: string): Promise<Conversation | undefined>;
  page(page: ConversationPage): Promise<readonly Conversation[]>;
  untold(now: number, limit: number): Promise<readonly Conversation[]>;
  told(of: Pick<Conversation, 'id' | 'version'>): Promise<void>;
  /**
   * Writes the next version; undefined when another process was first.
   *
   * @throws {RejectError} ONW-VAULT-UNKNOWN when the vault does not know the person, or forgot them
   */
  put(next: Omit<Conversation, 'version'>, was: number): Promise<Conversation | undefined>;
  /** A fresh id. */
  newId(): string;
}

export interface ConversationsParts {
  readonly keys: KeyRing;
  readonly vault: Pick<VaultStore, 'find'>;
  readonly store: ConversationStore;
  readonly random: Random;
}

export function createConversations(parts: ConversationsParts): Conversations {
  const { keys, vault, store, random } = parts;
  const opened = (found: FoundConversation): Conversation => openedOf(found, keys);
  return {
    newId: () => freshId(random),
    async open(ref, system) {
      const [known] = await vault.find([ref]);
      if (known === undefined) return undefined;
      const found = await store.page({ refs: [known.row.ref], limit: 20 });
      const one = found.find(({ row }) => row.system === system && row.state !== 'closed');
      return one && opened(one);
    },
    async get(id) {
      const found = await store.get(id);
      return found && opened(found);
    },
    async page(page) {
      return (await store.page(page)).map(opened);
    },
    async untold(now, limit) {
      return (await store.untold(now, limit)).map(opened);
    },
    told: ({ id, version }) => store.told(id, version),
    async put(next, was) {
      const [found] = await vault.find([next.ref]);
      if (found === undefined || found.row.rides) throw unknownPerson();
      const key = openKey(found.key, keys);
      const { talk, ...row } = { ...next, ref: found.row.ref, version: was + 1 };
      const sealed = seal(JSON.stringify(talk), key.bytes, {
        to: boundOfConversation(row),
        random,
      });
      const isFirst = await store.put({ ...row, key: key.id, sealed });
      return isFirst ? { ...row, talk } : undefined;
    },
  };
}

function openedOf({ row, key }: FoundConversation, keys: KeyRing): Conversation {
  const { sealed, key: _key, channel, ...rest } = row;
  const text = unseal(sealed, openKey(key, keys).bytes, boundOfConversation(row));
  return { ...rest, channel: channel as TalkChannel, talk: JSON.parse(text) as Talk };
}

/** What a sealed conversation is bound to. */
export function boundOfConversation({
  id,
  ref,
  version,
}: Pick<ConversationRow, 'id' | 'ref' | 'version'>): readonly string[] {
  return ['conversation', id, ref, String(version)];
}

function unknownPerson(): RejectError {
  const message = 'The vault knows nobody under this ref; a conversation is with somebody.';
  return new RejectError('ONW-VAULT-UNKNOWN', message);
}

/** @throws {RetryError} ONW-VAULT-BUSY */
export function tooBusy(): RetryError {
  const message = 'Other processes write to the same conversation; send it again.';
  return new RetryError('ONW-VAULT-BUSY', message);
}

/** The conversation without its words. */
export function masked(conversation: Conversation): MaskedConversation {
  const { talk, ref: _ref, version: _version, untoldAt: _untold, ...rest } = conversation;
  return { ...rest, messages: talk.messages.length };
}
