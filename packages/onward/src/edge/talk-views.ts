/**
 * Conversations as people see them: a list without a word, and the words of one for whoever may see
 * them. Who saw them is recorded first, by the coordinator.
 */
import { RejectError } from '../core/index.ts';
import type { Papers } from '../core/index.ts';
import type { BriefSection, RevealKind } from './briefs.ts';
import { readPass, talkPass } from './brief-pass.ts';
import type { Conversation, MaskedConversation, TalkReading } from './conversations.ts';
import { masked } from './conversations.ts';
import type { ConversationPage } from './store.ts';
import type { Talking } from './talk-reader.ts';

/** Where somebody stands, as the coordinator knows it. */
export interface Standing {
  /** Public id of the obligation that a reveal is recorded with. */
  readonly obligation: string;
  /** Public id of the journey. */
  readonly journey: string;
  /** The explanation's sentence: closed words. */
  readonly sentence: string;
}

export interface TalkViewsParts extends Pick<Talking, 'conversations'> {
  readonly key: Uint8Array;
  nowMs(): number;
  /** Undefined where no journey is about any of these refs. */
  standing(refs: readonly string[]): Promise<Standing | undefined>;
  record(reveal: {
    readonly obligation: string;
    readonly person: string;
    readonly reason: string;
    readonly what: RevealKind;
  }): Promise<void>;
  /** The draft that the words make, by the assistant's settings of the program that runs. */
  papersOf(conversation: Conversation): Papers;
}

export interface Revealed extends MaskedConversation {
  readonly said: readonly {
    readonly who: string;
    readonly at: number;
    readonly text: string;
  }[];
  readonly readings: readonly TalkReading[];
  readonly draft: Papers;
}

export interface TalkViews {
  /** @throws RejectError ONW-BRIEF-PASS when the pass is none for conversations, or over */
  list(pass: string, page: Omit<ConversationPage, 'refs'>): Promise<readonly MaskedConversation[]>;
  /**
   * The words, once it is recorded who saw them; undefined where there is no such conversation.
   *
   * @throws RejectError ONW-BRIEF-PASS as `list`, or when the pass is somebody else's
   * @throws RejectError ONW-JOURNEY-ABSENT when no journey is about the person: nothing is shown
   * that could not be recorded
   */
  reveal(
    id: string,
    pass: string,
    by: { readonly actor: string; readonly reason: string },
  ): Promise<Revealed | undefined>;
}

export function createTalkViews(parts: TalkViewsParts): TalkViews {
  const admit = (given: string) => {
    const pass = readPass(given, parts.key, parts.nowMs());
    if (pass?.obligation === talkPass) return pass;
    throw new RejectError('ONW-BRIEF-PASS', 'The pass is over, or is for something else.');
  };
  return {
    async list(pass, page) {
      admit(pass);
      return (await parts.conversations.page(page)).map(masked);
    },
    async reveal(id, given, { actor, reason }) {
      if (admit(given).person !== actor) {
        throw new RejectError('ONW-BRIEF-PASS', 'The pass is for somebody else; ask for your own.');
      }
      const found = await parts.conversations.get(id);
      if (found === undefined) return undefined;
      const standing = await parts.standing([found.ref]);
      if (standing === undefined) {
        const message = 'No journey is about whom it is with, so nobody could see who looked.';
        throw new RejectError('ONW-JOURNEY-ABSENT', message);
      }
      const { obligation } = standing;
      await parts.record({ obligation, person: actor, reason, what: 'brief' });
      const { messages, readings } = found.talk;
      const said = messages.map(({ who, atMs, text }) => ({ who, at: atMs, text }));
      return { ...masked(found), said, readings, draft: parts.papersOf(found) };
    },
  };
}

/** Where a person stands and what they wrote last, for whoever answers their call. */
export async function talkSection(
  refs: readonly string[],
  parts: Pick<TalkViewsParts, 'conversations' | 'standing' | 'papersOf'>,
): Promise<BriefSection | undefined> {
  const [last] = await parts.conversations.page({ refs, limit: 1 });
  if (last === undefined) return undefined;
  const standing = await parts.standing(refs).catch(() => undefined);
  const { note } = parts.papersOf(last);
  const at = new Date(last.lastAt).toISOString();
  const quoted = note.flatMap(({ title, lines }) => {
    return lines.map(({ text, spans }) => {
      const from = spans.map(({ message }) => `message ${message + 1}`).join(', ');
      return { label: title, text: `${text} (${from})` };
    });
  });
  const stands = standing === undefined ? [] : [{ label: 'Now', text: standing.sentence }];
  const how = `${last.level}, ${last.intent}, ${last.state}, last written ${at}`;
  const lines = [...stands, { label: 'Wrote', text: how }, ...quoted];
  return { system: last.system, title: 'What they wrote', lines };
}
