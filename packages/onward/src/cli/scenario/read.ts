/** Reads scenario files; whatever is wrong is told with its file, line and column. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCollection, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { usable } from '../compose/make-folder.ts';
import { scenarioSchema, type Scenario } from './format.ts';

export interface ScenarioFile {
  /** As the reader finds it: relative to the program's folder. */
  readonly file: string;
  readonly scenario: Scenario;
  /** The line of each step, from 1. */
  readonly lines: readonly number[];
}

/** A fault of a file, in the shape that problems of a program have. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: 'ONW-SCENARIO-FORM';
  readonly message: string;
}

export type ReadScenario =
  | { readonly read: ScenarioFile }
  | { readonly problems: readonly FileProblem[] };

/** The scenario files of a program's folder, in order of their names. */
export async function scenarioFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'scenarios')).catch(() => []);
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => `scenarios/${name}`);
}

export async function readScenario(folder: string, file: string): Promise<ReadScenario> {
  const path = join(folder, file);
  return parseScenario(file, await usable(path, () => readFile(path, 'utf8')));
}

export function parseScenario(file: string, text: string): ReadScenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problem = (offset: number, message: string): FileProblem => {
    return { file, ...at(offset), code: 'ONW-SCENARIO-FORM', message };
  };
  if (document.errors.length > 0) {
    const said = (error: Error): string =>
      `${error.message.split('\n')[0]?.replace(/ at line.*$/, '')}.`;
    return { problems: document.errors.map((error) => problem(error.pos[0], said(error))) };
  }
  const plain = plainOf(document);
  if (plain === undefined) {
    return { problems: [problem(0, 'The file is too large with its aliases; write it out.')] };
  }
  const parsed = scenarioSchema.safeParse(plain.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) =>
      problem(offsetOf(document, pathOf(issue)), wordsOf(issue)),
    );
    return { problems };
  }
  const steps = parsed.data.steps.map((_, index) => at(offsetOf(document, ['steps', index])).line);
  return { read: { file, scenario: parsed.data, lines: steps } };
}

/** Undefined when aliases make more of the file than anyone writes. */
function plainOf(document: Document.Parsed): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) };
  } catch {
    return undefined;
  }
}

type Issue = z.core.$ZodIssue;

function pathOf(issue: Issue): readonly PropertyKey[] {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  return unknown === undefined ? issue.path : [...issue.path, unknown];
}

function wordsOf(issue: Issue): string {
  const where = issue.path.map(String).join('.');
  const at = where === '' ? 'The scenario' : `"${where}"`;
  if (issue.code === 'unrecognized_keys') {
    return `${at} has no key "${issue.keys.join('", "')}".`;
  }
  return `${at}: ${issue.message.replace(/^Invalid input: /, '')}.`;
}

/** Where a path stands in the text; its nearest ancestor where the end of it does not exist. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (hasRange(node)) return keyOffset(document, path.slice(0, length)) ?? node.range[0];
  }
  return 0;
}

/** A mapping that is a value stands on the line of its first key: its own key says more. */
function keyOffset(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  if (!isCollection(parent)) return undefined;
  for (const item of parent.items) {
    const key = (item as { readonly key?: unknown }).key;
    const named = (key as { readonly value?: unknown } | undefined)?.value;
    if (named === path.at(-1) && hasRange(key)) return key.range[0];
  }
  return undefined;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return (
    typeof node === 'object' && node !== null && Array.isArray((node as { range?: unknown }).range)
  );
}
