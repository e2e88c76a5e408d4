/** The terminal as the commands see it: lines out, lines beside, and colours where welcome. */
import { styleText } from 'node:util';

export interface Terminal {
  /** A line of the result, to stdout. */
  readonly out: (line: string) => void;
  /** A line about the work, to stderr. */
  readonly note: (line: string) => void;
  readonly paint: Paint;
  readonly columns: number;
}

export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'strong';
export type Paint = (tone: Tone, text: string) => string;

const tones = { good: 'green', bad: 'red', warn: 'yellow', dim: 'dim', strong: 'bold' } as const;

/** The process's own terminal. Colours only where a person looks, and only without NO_COLOR. */
export function processTerminal(): Terminal {
  const colours = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
    paint: colours ? paint : plain,
    // A file or a pipe has no width: nothing is cut there.
    columns: process.stdout.isTTY ? Math.max(80, process.stdout.columns) : Number.MAX_SAFE_INTEGER,
  };
}

const paint: Paint = (tone, text) => styleText(tones[tone], text, { validateStream: false });
const plain: Paint = (_tone, text) => text;
