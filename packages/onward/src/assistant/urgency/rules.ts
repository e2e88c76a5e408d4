/** The rules of the urgency screen, read from their data and checked. */
import { namesIn, readCondition, type Condition } from './condition.ts';
import { body } from './data/body.ts';
import { heart } from './data/heart.ts';
import { people } from './data/people.ts';
import { sources, type Source } from './data/sources.ts';
import { isLevel, type Level } from './level.ts';

export interface Rule {
  readonly id: string;
  /** Which kind of emergency it is about. */
  readonly about: string;
  readonly level: Level;
  readonly when: Condition;
  /** Where the fact comes from that makes it urgent; the words are ours. */
  readonly source: Source;
}

export const rulesVersion = '1';

/** `id level source = condition`, one a line, under `# kind`. Throws where our source is wrong. */
function readRules(texts: readonly string[], known: ReadonlySet<string>): readonly Rule[] {
  return texts.flatMap((text) => {
    let about = '';
    return text
      .replaceAll(/\n\s+/g, ' ')
      .split('\n')
      .flatMap((line): readonly Rule[] => {
        if (line.startsWith('#')) about = line.slice(1).trim();
        const at = line.indexOf(' = ');
        if (line.startsWith('#') || at === -1) return [];
        return [ruleOf(line.slice(0, at), line.slice(at + 3), { about, known })];
      });
  });
}

function ruleOf(
  head: string,
  condition: string,
  { about, known }: { readonly about: string; readonly known: ReadonlySet<string> },
): Rule {
  const [id = '', level = '', named = ''] = head.trim().split(' ');
  const source = sources.get(named);
  // Weeks of a pregnancy are said without its name.
  const spelt = condition.replaceAll(/(?<!-)\bpregnant\b(?!-)/g, '(pregnant | pregnant-weeks>=4)');
  const when = readCondition(spelt);
  const unknown = namesIn(when).filter((name) => !known.has(name));
  if (!isLevel(level) || source === undefined || unknown.length > 0) {
    throw new RangeError(`rule ${id}: ${[level, named, ...unknown].join(' ')}`);
  }
  return { id, about, level, when, source };
}

export function shippedRules(known: ReadonlySet<string>): readonly Rule[] {
  return readRules([heart, body, people], known);
}
