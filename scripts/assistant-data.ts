/** Data that others made and that is not in the project, as the assistant's evaluation reads it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../packages/onward/src/assistant/index.ts';

export const dataFolder = join(import.meta.dirname, '../../shared/data/assistant');
const nowMs = Date.UTC(2026, 10, 20, 12);

export interface Consultation {
  readonly name: string;
  readonly messages: readonly Message[];
  /** The note that a person wrote. */
  readonly note: string;
}

/** primock57: what doctor and patient said, in the order of their beginnings. */
export function consultations(folder: string): readonly Consultation[] {
  const notes = join(folder, 'primock57/notes');
  if (!existsSync(notes)) return [];
  return readdirSync(notes)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const name = file.replace('.json', '');
      const said = [
        ...intervals(join(folder, `primock57/transcripts/${name}_doctor.TextGrid`), 'clinician'),
        ...intervals(join(folder, `primock57/transcripts/${name}_patient.TextGrid`), 'person'),
      ].toSorted((a, b) => a.at - b.at);
      const { note } = JSON.parse(readFileSync(join(notes, file), 'utf8')) as {
        readonly note: string;
      };
      const messages = said.map(({ who, text }, at) => ({
        id: String(at),
        who,
        atMs: nowMs,
        text,
      }));
      return { name, messages, note };
    });
}

interface Interval {
  readonly who: 'clinician' | 'person';
  readonly at: number;
  readonly text: string;
}

function intervals(path: string, who: Interval['who']): readonly Interval[] {
  const grid = readFileSync(path, 'utf8');
  const found = grid.matchAll(/xmin = ([\d.]+)\s+xmax = [\d.]+\s+text = "((?:[^"]|"")*)"/g);
  return [...found]
    .map(([, at, text = '']) => ({
      who,
      at: Number(at),
      text: text
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll('""', '"')
        .trim(),
    }))
    .filter(({ text }) => text !== '');
}

/** MTS-Dialog: a dialogue of each row, as lines of "Doctor: …" and "Patient: …". */
export function dialogues(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return rowsOf(readFileSync(path, 'utf8'))
    .slice(1)
    .map((row) => row[3] ?? '');
}

function rowsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/g,
  )) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1) rows.push(row);
    row = [];
  }
  return rows;
}

export interface Said {
  readonly text: string;
  readonly slots: readonly { readonly slot: string; readonly text: string }[];
}

interface Turn {
  readonly speaker: string;
  readonly utterance: string;
  readonly frames: readonly {
    readonly slots: readonly {
      readonly slot: string;
      readonly start: number;
      readonly exclusive_end: number;
    }[];
  }[];
}

/** Schema-Guided Dialogue, medical services: what users say, with the slots that stand in it. */
export function slotTurns(path: string): readonly Said[] {
  if (!existsSync(path)) return [];
  const all = JSON.parse(readFileSync(path, 'utf8')) as readonly {
    readonly turns: readonly Turn[];
  }[];
  return all.flatMap(({ turns }) =>
    turns
      .filter(({ speaker }) => speaker === 'USER')
      .map(({ utterance, frames }) => ({
        text: utterance,
        slots: frames.flatMap(({ slots }) =>
          slots.map((each) => ({
            slot: each.slot,
            text: utterance.slice(each.start, each.exclusive_end),
          })),
        ),
      })),
  );
}
