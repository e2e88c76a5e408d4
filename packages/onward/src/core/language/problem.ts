/**
 * What is wrong with a program, where it stands, and what would be right: every finding is data.
 */
import type { OnwardCode } from '../errors.ts';

/** Field names and list indexes from the root of one file to the place meant. */
export type Path = readonly (string | number)[];

/** A place in a source file. `key` points at the name of a field instead of its value. */
export interface Place {
  readonly file: string;
  readonly path: Path;
  readonly key?: boolean;
  /** Known already, for findings of the text itself. */
  readonly position?: TextPosition;
}

/** Where a place stands in its text. */
export interface TextPosition {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface Problem {
  readonly severity: 'error' | 'warning';
  /** A stable code of `error-codes.ts`. */
  readonly code: OnwardCode;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** RFC 6901 pointer into the file; empty for the whole of it. */
  readonly path: string;
  /** One sentence: what is wrong and, where a near name exists, what was probably meant. */
  readonly message: string;
  /** What is allowed at this place. */
  readonly allowed?: string;
}

/** A problem before its line and column are known. */
export interface Finding {
  readonly at: Place;
  readonly code: OnwardCode;
  readonly message: string;
  readonly allowed?: string;
  readonly severity?: 'error' | 'warning';
}

/** Beyond this many findings the rest is noise, and a hostile file would fill the memory. */
const mostFindings = 500;

/** Collects findings while a program is compiled; the compilation goes on after each. */
export class Findings {
  readonly #all = new Map<string, Finding>();

  add(finding: Finding): void {
    const { file, path, position } = finding.at;
    const same = JSON.stringify([file, path, position, finding.message]);
    if (this.#all.size < mostFindings && !this.#all.has(same)) this.#all.set(same, finding);
  }

  get count(): number {
    return this.#all.size;
  }

  /** Whether anything found so far keeps the program from being used. */
  get refused(): boolean {
    return [...this.#all.values()].some((finding) => finding.severity !== 'warning');
  }

  /** The findings as problems, in the order of the files and then of the text. */
  problems(files: readonly string[], locate: (place: Place) => TextPosition): readonly Problem[] {
    const order = new Map(files.map((file, index) => [file, index]));
    const rank = (problem: Problem): number => order.get(problem.file) ?? files.length;
    const problems = [...this.#all.values()]
      .map((finding) => toProblem(finding, finding.at.position ?? locate(finding.at)))
      .toSorted((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
    // What stands once and is used twice, through an alias, is one problem.
    return problems.filter((problem, index) => !isSame(problem, problems[index - 1]));
  }
}

function isSame(a: Problem, b: Problem | undefined): boolean {
  const place = ({ file, line, column, message }: Problem) => [file, line, column, message].join();
  return b !== undefined && a.line + a.column > 2 && place(a) === place(b);
}

function toProblem(finding: Finding, position: TextPosition): Problem {
  return {
    severity: finding.severity ?? 'error',
    code: finding.code,
    file: finding.at.file,
    ...position,
    path: toPointer(finding.at.path),
    message: finding.message,
    ...(finding.allowed === undefined ? {} : { allowed: finding.allowed }),
  };
}

/** RFC 6901. */
function toPointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
