/** A story as lines to read: what happened, where the journey then stands, what is wrong. */
import { formatDuration } from '../../core/index.ts';
import type { Counterexample } from '../../core/index.ts';
import type { Paint } from '../terminal.ts';

/** Numbered lines of a story: what happened, and a line for each place where it then stands. */
export function storyLines({ story, says }: Counterexample, paint: Paint): readonly string[] {
  const told = story.flatMap(({ atMs, says: happened, then }) => [
    { at: `+${formatDuration(atMs)}`, text: happened },
    ...then.map((place) => ({ at: '', text: `→ ${place}` })),
  ]);
  const numberWidth = String(told.length).length;
  const atWidth = Math.max(...told.map(({ at }) => at.length), 0);
  const lines = told.map(({ at, text }, index) => {
    const head = `${String(index).padStart(numberWidth)}  ${at.padEnd(atWidth)}  `;
    return { head, text: text.trimEnd() };
  });
  const wrong = paint('bad', `← ${says}`);
  const painted = lines.map(({ head, text }) => `${paint('dim', head)}${text}`);
  const last = lines.at(-1);
  if (last === undefined) return [];
  const isShort = last.head.length + last.text.length + says.length < widest;
  if (isShort) return [...painted.slice(0, -1), `${painted.at(-1)}   ${wrong}`];
  return [...painted, `${' '.repeat(last.head.length)}${wrong}`];
}

/** Beyond it what is wrong gets a line of its own. */
const widest = 90;
