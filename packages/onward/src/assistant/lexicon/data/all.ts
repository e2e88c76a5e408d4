/** All data of the lexicon, by system of the body. */
import { readLexicon, type Entry } from '../grammar.ts';
import { belly } from './belly.ts';
import { body } from './body.ts';
import { chest } from './chest.ts';
import { everyday } from './everyday.ts';
import { family } from './family.ts';
import { infection } from './infection.ts';
import { injury } from './injury.ts';
import { medicines } from './medicines.ts';
import { mind } from './mind.ts';
import { more } from './more.ts';
import { nerves } from './nerves.ts';
import { plain } from './plain.ts';
import { signs } from './signs.ts';

const lexiconTexts: readonly string[] = [
  body,
  chest,
  nerves,
  belly,
  family,
  infection,
  mind,
  injury,
  medicines,
  plain,
  signs,
  more,
  everyday,
];

/** The entries of the lexicon that is shipped. */
export function shippedEntries(): readonly Entry[] {
  return readLexicon(lexiconTexts);
}
