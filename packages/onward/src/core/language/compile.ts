/** From the files of a program, or from one object, to its compiled form or to all its problems. */
import type { Holidays } from '../holidays.ts';
import { compileProgram } from './compile/program.ts';
import type { Outside, ProgramSource } from './compile/program.ts';
import type { Connectors } from './compile/system.ts';
import { locator } from './locate.ts';
import type { Locate } from './locate.ts';
import type { Program } from './model.ts';
import { quote } from './near-name.ts';
import { Findings } from './problem.ts';
import type { Problem, TextPosition } from './problem.ts';
import { readObject } from './source/object.ts';
import { readText } from './source/text.ts';
import type { SourceFile } from './source/text.ts';
import { checkShape } from './surface/shape.ts';
import { journeySchema, programObjectSchema, programSchema } from './surface/program.ts';

/** The text of a program's files, read by the caller. */
export interface Sources {
  /** The program file: `program.yaml`. */
  readonly entry: string;
  /** The text of a file named relative to the entry's folder, as the entry itself is named. */
  read(path: string): string | undefined;
}

/** A program, perhaps with warnings; or no program, and at least one error. */
export type CompileResult =
  | {
      readonly program: Program;
      readonly problems: readonly Problem[];
      /** Finds places of the program in its files; one given as an object has only 1:1. */
      readonly locate: Locate;
    }
  | {
      readonly program?: undefined;
      readonly problems: readonly Problem[];
      readonly locate?: undefined;
    };

/**
 * Compiles the files of a program. Nothing is thrown for a bad program: every problem is returned
 * with its code, file, line and column, in the order in which they stand.
 *
 * @param holidays knows the holidays of places; without it a program names none.
 */
export function compile(
  sources: Sources,
  connectors: Connectors,
  holidays?: Holidays,
): CompileResult {
  const session = new Session();
  const entry = session.open(sources.entry, sources);
  const written = entry && checkShape(programSchema, at(entry), session.findings);
  const scope = { file: sources.entry, findings: session.findings };
  const journeys = (written?.journeys ?? []).flatMap((name, index) => {
    const place = { scope, path: ['journeys', index] };
    const source = session.openJourney(joinPath(sources.entry, name), sources, place);
    return source === undefined ? [] : [source];
  });
  if (written === undefined || journeys.length < written.journeys.length) return session.refuse();
  return session.finish({ scope, written, journeys }, { connectors, holidays });
}

/** Compiles a program given as one object, as TypeScript authors write it. */
export function compileObject(
  program: unknown,
  connectors: Connectors,
  holidays?: Holidays,
): CompileResult {
  const session = new Session();
  const file = readObject(objectName, program, session.findings);
  if (file === undefined) return session.refuse();
  session.add(file);
  const written = checkShape(programObjectSchema, at(file), session.findings);
  if (written === undefined) return session.refuse();
  const scope = { file: objectName, findings: session.findings };
  const journeys = written.journeys.map((journey, index) => {
    return { scope, path: ['journeys', index], written: journey };
  });
  return session.finish({ scope, written, journeys }, { connectors, holidays });
}

/** Stands for the file of a program that was given as an object. */
const objectName = 'program';

function at(file: SourceFile): { readonly file: string; readonly data: unknown } {
  return { file: file.name, data: file.data };
}

/** The name of a file as seen from the entry's folder. */
function joinPath(entry: string, name: string): string {
  const slash = entry.lastIndexOf('/');
  return slash < 0 ? name : `${entry.slice(0, slash)}/${name}`;
}

/** One compilation: the files read so far and what was found in them. */
class Session {
  readonly findings = new Findings();
  readonly #files = new Map<string, SourceFile | undefined>();

  add(file: SourceFile): void {
    this.#files.set(file.name, file);
  }

  open(name: string, sources: Sources): SourceFile | undefined {
    const text = sources.read(name);
    if (text === undefined) {
      const message = `The file ${quote(name)} cannot be read.`;
      this.findings.add({ at: { file: name, path: [] }, code: 'ONW-LANG-FILE', message });
      return undefined;
    }
    const file = readText(name, text, this.findings);
    this.#files.set(name, file);
    return file;
  }

  openJourney(
    name: string,
    sources: Sources,
    from: {
      readonly scope: { readonly file: string };
      readonly path: readonly (string | number)[];
    },
  ): ProgramSource['journeys'][number] | undefined {
    const text = this.#files.has(name) ? undefined : sources.read(name);
    if (text === undefined) {
      const message = this.#files.has(name)
        ? `The file ${quote(name)} is named twice.`
        : `The file ${quote(name)} cannot be read.`;
      const place = { file: from.scope.file, path: from.path };
      this.findings.add({ at: place, code: 'ONW-LANG-FILE', message });
      return undefined;
    }
    const file = this.open(name, { ...sources, read: () => text });
    const written = file && checkShape(journeySchema, at(file), this.findings);
    const scope = { file: name, findings: this.findings };
    return written && { scope, path: [], written };
  }

  finish(source: ProgramSource, outside: Outside): CompileResult {
    const program = compileProgram(source, outside);
    if (this.findings.refused) return this.refuse();
    return { program, problems: this.#problems(), locate: locator(source, this.#files) };
  }

  refuse(): CompileResult {
    return { problems: this.#problems() };
  }

  #problems(): readonly Problem[] {
    return this.findings.problems([...this.#files.keys()], ({ file, path, key }): TextPosition => {
      return this.#files.get(file)?.locate(path, key ?? false) ?? { line: 1, column: 1 };
    });
  }
}
