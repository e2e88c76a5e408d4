/**
 * A dialogue as a pure machine: it asks for what is missing, one thing at a time, reads back what
 * it has understood, and is done when the person has said yes.
 */
import { readBack } from '../time/zone.ts';
import { readClock, readDay } from './clock.ts';
import { slotsIn, type SlotName } from './slots.ts';
import type { ChangeState, DialogueState, Say, Task, Turn, Visit } from './state.ts';
import { changeVisit } from './visits.ts';

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
/** It is agreed on, and not done yet. */
const thanks = 'Thank you. We will tell you when it is confirmed.';
const mostMisses = 2;

interface Step {
  readonly state: DialogueState;
  readonly say: Say;
}

export function next(state: DialogueState, turn: Turn): Step {
  const changing = isChanging(state) ? state : undefined;
  if (changing !== undefined) return changeOn(changing, turn);
  const answer = turn.text.trim().toLowerCase();
  if (state.asked === 'yes' && state.task !== undefined) {
    if (isYes(answer)) {
      const { task, slots } = state;
      return {
        state: beginning,
        say: { kind: 'done', task, slots, text: thanks },
      };
    }
    if (answer === 'no') return ask({ ...state, slots: {}, misses: state.misses + 1 });
  }
  const task = state.task ?? taskOf(turn.intent);
  if (task === undefined) return { state: { ...state, misses: state.misses + 1 }, say: handOver };
  const slots = { ...state.slots, ...understood(state, turn, task) };
  if (turn.hasDiary === true && isChange(task)) {
    const say = {
      kind: 'look-up',
      task,
      text: 'One moment, we look up your appointment.',
    } as const;
    return { state: { ...state, task, slots }, say };
  }
  const isNew = Object.keys(slots).some(
    (name) => slots[name as SlotName] !== state.slots[name as SlotName],
  );
  const isBegun = state.task !== undefined;
  const misses = isBegun && !isNew ? state.misses + 1 : state.misses;
  return ask({ ...state, task, slots, misses });
}

/** Goes on with what a system knows; to a person where it knows nothing to offer. */
export function offer(
  state: DialogueState,
  visits: readonly Visit[],
  turn: Pick<Turn, 'nowMs' | 'zone'>,
): Step {
  const {
    task,
    slots: { day, time },
  } = state;
  if (task === undefined || !isChange(task)) return { state, say: handOver };
  const said = { ...(day === undefined ? {} : { day }), ...(time === undefined ? {} : { time }) };
  const begun = { ...state, task, slots: {}, change: { visits } };
  const step = changeVisit(begun, { ...turn, text: '' }, said);
  return step === 'lost' ? { state, say: handOver } : step;
}

function changeOn(state: ChangeState, turn: Turn): Step {
  const { change } = state;
  const visit = change.visits[change.visit ?? 0];
  if (state.asked === 'yes' && visit !== undefined && isYes(turn.text.trim().toLowerCase())) {
    const { task, slots } = state;
    const { opening } = change;
    const to = opening === undefined ? {} : { opening };
    return { state: beginning, say: { kind: 'done', task, slots, visit, ...to, text: thanks } };
  }
  const task = taskOf(turn.intent);
  const asked = { ...state, task: task !== undefined && isChange(task) ? task : state.task };
  const step = changeVisit(asked, turn, understood(state, turn, asked.task));
  if (step === 'lost') return { state, say: handOver };
  const isNew = JSON.stringify(known(step.state)) !== JSON.stringify(known(state));
  const misses = isNew ? state.misses : state.misses + 1;
  if (misses > mostMisses) return { state, say: handOver };
  return { state: { ...step.state, misses }, say: step.say };
}

/** What was learnt so far, beside what the system said. */
function known({ task, slots, change: { visit, opening } }: ChangeState): object {
  return { task, slots, visit, opening };
}

function isChanging(state: DialogueState): state is ChangeState {
  return state.change !== undefined && state.task !== undefined && isChange(state.task);
}

const isChange = (task: Task): task is 'move' | 'cancel' => task === 'move' || task === 'cancel';

function ask(state: DialogueState): Step {
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
