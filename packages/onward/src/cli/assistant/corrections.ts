/** What people said of readings, as examples to train on and as items that must not fall. */
import {
  isAtLeast,
  isLevel,
  outOfScope,
  type HeldItem,
  type Lesson,
} from '../../assistant/index.ts';
import type { KeptReading, Readings } from '../../edge/index.ts';

export interface Corrections {
  readonly intents: readonly Lesson[];
  /** Of no intent, as somebody said. */
  readonly outside: readonly Lesson[];
  readonly urgency: readonly Lesson[];
  /** Urgent as somebody said: no version may read them as less urgent than the one before. */
  readonly held: readonly HeldItem[];
  /** Words that somebody thinks less urgent than they were read: for a change of the rules. */
  readonly lowered: number;
  /** Of these concepts a phrasing is missing. */
  readonly concepts: Readonly<Record<string, number>>;
}

export async function correctionsIn(readings: Readings | undefined): Promise<Corrections> {
  const all: KeptReading[] = [];
  if (readings !== undefined) {
    for await (const each of readings.since(0, 'reviewed')) all.push(each);
  }
  // From old to new: the same corrections make the same version.
  const told = all.toReversed().flatMap(toldBy);
  const concepts: Record<string, number> = {};
  for (const name of told.flatMap((each) => each.concepts)) {
    concepts[name] = (concepts[name] ?? 0) + 1;
  }
  return {
    intents: told.flatMap(({ intent }) => (intent?.label === outOfScope ? [] : (intent ?? []))),
    outside: told.flatMap(({ intent }) => (intent?.label === outOfScope ? [intent] : [])),
    urgency: told.flatMap(({ urgency }) => urgency ?? []),
    held: told.flatMap(({ held }) => held ?? []),
    lowered: told.filter(({ isLowered }) => isLowered).length,
    concepts,
  };
}

interface Told {
  readonly intent: Lesson | undefined;
  readonly urgency: Lesson | undefined;
  readonly held: HeldItem | undefined;
  readonly isLowered: boolean;
  readonly concepts: readonly string[];
}

function toldBy({ id, text, readAs, review }: KeptReading): readonly Told[] {
  if (text === undefined || review === undefined) return [];
  const { level, concepts = [] } = review.label;
  // Who says nothing at all confirms the whole reading; who corrects a part says that part.
  const isConfirmed = Object.keys(review.label).length === 0;
  const intent = review.label.intent ?? (isConfirmed ? readAs.intent : undefined);
  const read = isLevel(readAs.level) ? readAs.level : 'routine';
  const said = level !== undefined && isLevel(level) ? level : undefined;
  const isLowered = said !== undefined && !isAtLeast(said, read);
  const isRaised = said !== undefined && said !== read && !isLowered;
  const isUrgent = said !== undefined && !isLowered && isAtLeast(said, 'review-now');
  return [
    {
      intent: intent === undefined ? undefined : { text, label: intent },
      // What somebody thinks less urgent teaches nothing: learning only raises.
      urgency: isRaised ? { text, label: said } : undefined,
      held: isUrgent ? { id: `reading/${id}`, texts: [text], level: said } : undefined,
      isLowered,
      concepts: concepts.filter((name) => !readAs.concepts.includes(name)),
    },
  ];
}
