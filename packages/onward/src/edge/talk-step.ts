/**
 * What follows from one message of a person: what is said back, what the coordinator is told in
 * closed words, and whose turn it is. Urgency comes first and ends every dialogue.
 */
import {
  beginning,
  isAtLeast,
  isLevel,
  next,
  regions,
  textFor,
  type Level,
  type Reading,
  type Say,
} from '../assistant/index.ts';
import { talkIntents, talkLanguages } from '../connectors/index.ts';
import type { AssistantSettings } from '../connectors/index.ts';
import type { FactValue, WireEvent } from '../core/index.ts';
import type { Conversation, Talk, TalkChannel, TalkReading } from './conversations.ts';
import { answerForm, type FormState } from './forms.ts';
import { instantAt, topicOf } from './talk-words.ts';

/** What is known of a conversation before a message, and what the message is. */
export interface Turn {
  readonly before: Conversation | undefined;
  readonly settings: AssistantSettings;
  /** Outside ids by the name of the ref. */
  readonly refs: Readonly<Record<string, string>>;
  readonly channel: TalkChannel;
  readonly message: { readonly id: string; readonly text: string; readonly atMs: number };
  /** What the connector took a bare word for: confirm, cancel, move. */
  readonly hint?: string | undefined;
}

export interface Outcome {
  readonly state: Conversation['state'];
  readonly level: Level;
  readonly intent: string;
  readonly language: string;
  readonly dialogue: Talk['dialogue'];
  readonly form?: FormState;
  readonly said: readonly string[];
  readonly events: readonly WireEvent[];
}

/** Without a reading the message is read by a person within minutes. */
export interface ReadTurn {
  readonly reading: Reading | undefined;
  readonly language: string;
}

type Facts = Readonly<Record<string, FactValue>>;

export function outcomeOf(turn: Turn, read: ReadTurn): Outcome {
  const { before, settings, channel, message } = turn;
  const { reading } = read;
  const level: Level = reading?.urgency.level ?? 'review-now';
  const language = closed(read.language, talkLanguages, 'other');
  const intent = intentOf(turn, reading);
  const event = (name: string, data: Facts): WireEvent => ({
    event: name,
    id: `${message.id}.${name}`,
    occurredAt: message.atMs,
    refs: turn.refs,
    data: { ...data, channel },
  });
  const tell = (needsPerson: boolean): WireEvent =>
    event('message.read', {
      level,
      intent,
      topic: topicOf(intent, level),
      language,
      'needs-person': needsPerson,
    });
  const common = { level, intent, language };
  const dialogue = before?.talk.dialogue ?? beginning;
  const toPerson = (said: readonly string[]): Outcome => ({
    ...common,
    state: 'person',
    dialogue: beginning,
    said,
    events: [tell(true)],
  });
  const region = regions[settings.region];
  if (isAtLeast(level, 'review-now')) {
    return toPerson([textFor(reading?.urgency.telling ?? 'person-now', region)]);
  }
  const handed = textFor('person', region);
  // Whoever has taken the conversation over answers it; nobody is told so twice.
  if (before?.state === 'person') return { ...toPerson([]), dialogue };
  if (language !== 'en') return toPerson([handed]);
  const form = before?.talk.form;
  if (form !== undefined && !form.isDone) return formOutcome({ turn, form, common, event, tell });
  if (turn.hint === 'confirm' && dialogue.task === undefined) {
    return { ...common, state: 'talking', dialogue, said: [], events: [tell(false)] };
  }
  const { zone } = settings;
  const hasDiary = settings.diary !== undefined;
  const asked = { text: message.text, intent, nowMs: message.atMs, zone, hasDiary };
  const { state, say } = next(dialogue, asked);
  if (say.kind === 'person') return toPerson([handed]);
  const isNews = before === undefined || dialogue.task === undefined || isRaised(before, level);
  const first = isNews ? [tell(isAtLeast(level, 'soon'))] : [];
  const going = { ...common, state: 'talking', dialogue: state } as const;
  if (say.kind === 'look-up') {
    const look = event('change.asked', { task: say.task });
    return { ...going, said: [say.text], events: [...first, look] };
  }
  if (say.kind !== 'done') return { ...going, said: [say.text], events: first };
  const made = event('request.made', { task: say.task, ...factsOf(say, zone) });
  return { ...going, said: [say.text], events: [...first, made] };
}

interface FormParts {
  readonly turn: Turn;
  readonly form: FormState;
  readonly common: Pick<Outcome, 'level' | 'intent' | 'language'>;
  readonly event: (name: string, data: Facts) => WireEvent;
  readonly tell: (needsPerson: boolean) => WireEvent;
}

function formOutcome({ turn, form, common, event, tell }: FormParts): Outcome {
  const { before, settings, message } = turn;
  const asked = settings.forms[form.form];
  const dialogue = before?.talk.dialogue ?? beginning;
  const handed = textFor('person', regions[settings.region]);
  const lost: Outcome = {
    ...common,
    state: 'person',
    dialogue,
    said: [handed],
    events: [tell(true)],
  };
  // The program that runs now has no such form any more.
  if (asked === undefined) return lost;
  const { state, say } = answerForm(form, message.text, asked);
  if (say.kind === 'person') return { ...lost, form: state };
  const going = { ...common, state: 'talking', dialogue, form: state } as const;
  if (say.kind === 'ask') return { ...going, said: [say.text], events: [] };
  const level = highest(common.level, before);
  const answered = event('form.answered', { form: form.form, level });
  return { ...going, said: ['Thank you, that is all we need.'], events: [answered] };
}

/** A form tells the most urgent thing that was said while it was asked. */
function highest(level: Level, before: Conversation | undefined): Level {
  const said = (before?.talk.readings ?? []).map((each) => each.level).filter(isLevel);
  return said.reduce<Level>((most, each) => (isAtLeast(each, most) ? each : most), level);
}

function isRaised({ level: was }: Conversation, level: Level): boolean {
  return isLevel(was) && level !== was && isAtLeast(level, was) && isAtLeast(level, 'soon');
}

function intentOf({ hint }: Turn, reading: Reading | undefined): string {
  if (hint === 'confirm' || hint === 'cancel' || hint === 'move') return hint;
  const { intent } = reading ?? {};
  return intent?.isKnown === true ? closed(intent.label, talkIntents, 'unknown') : 'unknown';
}

function closed(word: string, words: readonly string[], otherwise: string): string {
  return words.includes(word) ? word : otherwise;
}

/** What was agreed on, of what a system knows or as it was said. */
function factsOf({ slots, visit, opening }: Extract<Say, { kind: 'done' }>, zone: string): Facts {
  if (visit === undefined) return slotFacts(slots, zone);
  if (opening === undefined) return { visit: visit.id, start: visit.start };
  const { id, start, end } = opening;
  return { visit: visit.id, start, end, ...(id === undefined ? {} : { slot: id }) };
}

/** Slots as closed types; the reason for a visit is words, and stays here. */
function slotFacts(slots: Talk['dialogue']['slots'], zone: string): Facts {
  const { day, time = '' } = slots;
  const isClock = /^\d\d:\d\d$/.test(time);
  const part = /morning/i.test(time)
    ? 'morning'
    : /afternoon|noon/i.test(time)
      ? 'afternoon'
      : /evening/i.test(time)
        ? 'evening'
        : 'any';
  if (day === undefined) return {};
  return {
    day,
    ...(isClock ? { start: instantAt(day, time, zone) } : { part }),
  };
}

/** The codes of a reading, and where they stand; what is kept is counted in whole messages. */
export function readingOf(
  reading: Reading | undefined,
  { shift, intent, language }: { shift: number; intent: string; language: string },
): TalkReading {
  const at = ({ message, start, end }: { message: number; start: number; end: number }) => ({
    message: message + shift,
    start,
    end,
  });
  if (reading === undefined) {
    const failed = { message: shift, level: 'review-now', confidence: 1, intent, language };
    return { ...failed, codes: [], reasons: [], broken: ['assistant'] };
  }
  const { doc, urgency, broken } = reading;
  const last = doc.utterances.length - 1;
  return {
    message: last + shift,
    level: urgency.level,
    confidence: urgency.confidence,
    intent,
    language,
    codes: doc.annotations.flatMap((each) =>
      each.kind === 'concept' && each.span.message === last
        ? [{ code: each.concept, span: at(each.span) }]
        : [],
    ),
    reasons: urgency.reasons.map(({ layer, id, level, version, confidence, spans }) => ({
      ...{ layer, id, level, version, confidence },
      spans: spans.map(at),
    })),
    broken,
  };
}
