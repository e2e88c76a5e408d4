/** The examples that are shipped: what the models are trained on, and what they are held to. */
import development from '../examples/urgency-development.json' with { type: 'json' };
import frozenIntents from '../examples/intents-frozen.json' with { type: 'json' };
import frozenUrgent from '../examples/urgency-frozen.json' with { type: 'json' };
import intents from '../examples/intents.json' with { type: 'json' };
import { isLevel, type Level } from '../urgency/level.ts';

export interface Lesson {
  readonly text: string;
  readonly label: string;
}

/** A conversation whose level is known. */
export interface HeldItem {
  readonly id: string;
  readonly texts: readonly string[];
  readonly level: Level;
}

/** An intent's item of the frozen set: never trained on. */
export interface HeldIntent extends Lesson {
  readonly id: string;
}

export function intentLessons(): readonly Lesson[] {
  return intents.flatMap(({ intent, texts }) => texts.map((text) => ({ text, label: intent })));
}

const administrative = new Set(['billing', 'form', 'address', 'referral']);

/** Conversations are learnt as a whole; what asks for something is as urgent as its kind. */
export function urgencyLessons(): readonly Lesson[] {
  const urgent = development.flatMap(({ level, texts }) =>
    texts.map((text) => ({ text: joined(text), label: level })),
  );
  const asked = intentLessons().map(({ text, label }) => ({ text, label: levelOf(label) }));
  return [...urgent, ...asked];
}

function levelOf(intent: string): Level {
  if (intent === 'symptom') return 'soon';
  return administrative.has(intent) ? 'admin' : 'routine';
}

export function heldIntents(): readonly HeldIntent[] {
  return frozenIntents.flatMap(({ intent, texts }) =>
    texts.map((text, at) => ({ id: `intents/${intent}/${at}`, text, label: intent })),
  );
}

/** The frozen set, and the urgent part of the one that is trained on. */
export function heldUrgencies(): readonly HeldItem[] {
  const itemsOf = (name: string, sets: typeof frozenUrgent | typeof development) =>
    sets.flatMap(({ about, level, texts }, set) =>
      texts.flatMap((text, at): readonly HeldItem[] => {
        const id = `${name}/${about}/${set}.${at}`;
        return isLevel(level) ? [{ id, texts: [text].flat(), level }] : [];
      }),
    );
  const trained = itemsOf('development', development);
  return [
    ...itemsOf('frozen', frozenUrgent),
    ...trained.filter(({ level }) => level === 'emergency'),
  ];
}

function joined(text: string | readonly string[]): string {
  return typeof text === 'string' ? text : text.join('. ');
}
