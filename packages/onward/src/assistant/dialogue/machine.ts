/**
 * A dialogue as a pure machine: it asks for what is missing, one thing at a time, reads back what
 * it has understood, and is done when the person has said yes.
 */
import { readBack } from '../time/zone.ts';
import { readClock, readDay } from './clock.ts';
import { slotsIn, type SlotName } from './slots.ts';

/** What access work can be asked for in a dialogue; everything else is for a person. */
export type Task = 'book' | 'move' | 'cancel' | 'refill';

export interface DialogueState {
  readonly task?: Task;
  readonly slots: Readonly<Partial<Record<SlotName, string>>>;
  /** What was asked last, so that a bare answer is understood. */
  readonly asked?: SlotName | 'yes';
  /** How often something was not understood; after twice a person takes over. */
  readonly misses: number;
}

export interface Turn {
  readonly text: string;
  /** What the classifier took it for, where it was sure enough. */
  readonly intent?: string;
  readonly nowMs: number;
  readonly zone: string;
}

export type Say =
  | { readonly kind: 'ask'; readonly slot: SlotName; readonly text: string }
  | { readonly kind: 'read-back'; readonly text: string }
  | {
      readonly kind: 'done';
      readonly task: Task;
      readonly slots: DialogueState['slots'];
      readonly text: string;
    }
  | { readonly kind: 'person'; readonly text: string };

export const beginning: DialogueState = { slots: {}, misses: 0 };

const needs: Readonly<Record<Task, readonly SlotName[]>> = {
  book: ['reason', 'day', 'time'],
  move: ['day', 'time'],
  cancel: [],
  refill: ['medicine'],
};

const questions: Readonly<Record<SlotName, string>> = {
  reason: 'What is the appointment for?',
  day: 'Which day would suit you?',
  time: 'What time of day would suit you?',
  medicine: 'Which medicine do you need, and how strong is it?',
  place: 'Which clinic would you like to go to?',
  clinician: 'Whom would you like to see?',
};

const handOver: Say = { kind: 'person', text: 'A member of our team will read this and answer.' };
const mostMisses = 2;

export function next(
  state: DialogueState,
  turn: Turn,
): { readonly state: DialogueState; readonly say: Say } {
  const answer = turn.text.trim().toLowerCase();
  if (state.asked === 'yes' && state.task !== undefined) {
    if (isYes(answer)) {
      const { task, slots } = state;
      return {
        state: beginning,
        say: { kind: 'done', task, slots, text: 'Thank you, it is done.' },
      };
    }
    if (answer === 'no') return ask({ ...state, slots: {}, misses: state.misses + 1 });
  }
  const task = state.task ?? taskOf(turn.intent);
  if (task === undefined) return { state: { ...state, misses: state.misses + 1 }, say: handOver };
  const slots = { ...state.slots, ...understood(state, turn, task) };
  const isNew = Object.keys(slots).some(
    (name) => slots[name as SlotName] !== state.slots[name as SlotName],
  );
  const isBegun = state.task !== undefined;
  const misses = isBegun && !isNew ? state.misses + 1 : state.misses;
  return ask({ ...state, task, slots, misses });
}

function ask(state: DialogueState): { readonly state: DialogueState; readonly say: Say } {
  const { task, slots, misses } = state;
  if (task === undefined || misses > mostMisses) return { state, say: handOver };
  const slot = needs[task].find((name) => slots[name] === undefined);
  if (slot !== undefined) {
    return { state: { ...state, asked: slot }, say: { kind: 'ask', slot, text: questions[slot] } };
  }
  return {
    state: { ...state, asked: 'yes' },
    say: {
      kind: 'read-back',
      text: `${toldBack(task, slots)} Is that right? Please say yes or no.`,
    },
  };
}

function toldBack(task: Task, slots: DialogueState['slots']): string {
  const { medicine = '', reason = '' } = slots;
  switch (task) {
    case 'book':
      return `You would like an appointment on ${toldAt(slots)}, for: ${reason}.`;
    case 'move':
      return `You would like to move your appointment to ${toldAt(slots)}.`;
    case 'cancel':
      return 'You would like to cancel your appointment.';
    case 'refill':
      return `You need more of: ${medicine}.`;
  }
}

function toldAt({ day = '', time = '' }: DialogueState['slots']): string {
  return /^\d\d:\d\d$/.test(time) ? readBack(`${day}T${time}`) : `${readBack(day)}, ${time}`;
}

function taskOf(intent: string | undefined): Task | undefined {
  const tasks: readonly string[] = ['book', 'move', 'cancel', 'refill'];
  return intent !== undefined && tasks.includes(intent) ? (intent as Task) : undefined;
}

function understood(
  { asked }: DialogueState,
  { text, nowMs, zone }: Turn,
  task: Task,
): DialogueState['slots'] {
  const found: Partial<Record<SlotName, string>> = {};
  for (const slot of slotsIn(text)) {
    if (slot.slot === 'day') {
      const day = readDay(slot.text, { nowMs, zone });
      if (day !== undefined) found.day = day;
    } else if (slot.slot === 'time') {
      found.time = readClock(slot.text) ?? slot.text;
    } else {
      found[slot.slot] = slot.text;
    }
  }
  if (task === 'refill') {
    const medicine = asksFor.exec(text);
    const said = medicine?.groups?.['name'];
    if (said !== undefined && !/^(?:prescription|tablets?|please|medic\w+|repeat)$/i.test(said)) {
      found.medicine = said;
    }
  }
  // A bare answer answers what was asked.
  const isOpen = asked === 'reason' || asked === 'medicine' || asked === 'place';
  if (isOpen && found[asked] === undefined && text.trim() !== '') found[asked] = text.trim();
  return found;
}

const asksFor = new RegExp(
  String.raw`\b(?:refill|more|renew|reorder|need|out of|of)\s+(?:on |for |of |my |the )*` +
    String.raw`(?<name>[a-z]{5,}(?:\s\d+\s?m?c?g)?)`,
  'i',
);

const isYes = (answer: string): boolean =>
  /^(?:yes|yep|yeah|y|correct|that(?: i|'?)s right|right|ok|okay|sure|confirm)\b/.test(answer);
