/** What a name may mean at a place of a program, and how a name that means nothing is reported. */
import type { OnwardCode } from '../../errors.ts';
import type { FactTypes, Program } from '../model.ts';
import { didYouMean, listNames, quote } from '../near-name.ts';
import type { Findings, Path } from '../problem.ts';
import type { WrittenJourney } from '../surface/program.ts';

/** One file of a program while it is compiled. */
export interface FileScope {
  readonly file: string;
  readonly findings: Findings;
}

/** One journey as it was written, and where. */
export interface JourneySource {
  readonly scope: FileScope;
  readonly path: Path;
  readonly written: WrittenJourney;
}

/** What is declared in the program file, known before any journey is compiled. */
export type Declared = Pick<
  Program,
  'calendars' | 'teams' | 'codes' | 'systems' | 'templates' | 'messages'
>;

/** A `depends` step, resolved after every journey is known. */
export interface Link {
  readonly file: string;
  readonly path: Path;
  readonly from: string;
  readonly journey: string;
  readonly milestone: string | undefined;
  readonly ended: readonly string[];
  /** `reached` serves the outcomes that are not named. */
  readonly otherwise: boolean;
}

export interface JourneyScope extends FileScope {
  readonly declared: Declared;
  readonly journey: string;
  readonly facts: FactTypes;
  /** The track of each step; empty for the journey's own line. */
  readonly tracks: ReadonlyMap<string, string>;
  /** Names of the command steps: only they can undo and be undone. */
  readonly commands: ReadonlySet<string>;
  /** Filled while transitions are compiled. */
  readonly milestones: Set<string>;
  readonly links: Link[];
}

/** What `event.NAME` may name at a place. */
export interface InputData {
  /** Words for a message: `with the event lab.result.final`. */
  readonly of: string;
  readonly types: FactTypes;
}

/** A place of a journey with what may be named there. */
export interface Here {
  readonly scope: JourneyScope;
  readonly track: string;
  readonly data: InputData;
}

/** Nothing came from outside: a deadline, a wait that is over. */
export const noData: InputData = { of: 'at this place', types: {} };

/** What is wrong, without where. */
export interface Fault {
  readonly code: OnwardCode;
  readonly message: string;
  readonly allowed?: string;
  /** Point at the key, not at the value. */
  readonly key?: boolean;
}

/** Records a finding at a path of the scope's file. */
export function report(scope: FileScope, path: Path, fault: Fault): void {
  const { key, ...rest } = fault;
  const at = { file: scope.file, path, ...(key === true ? { key } : {}) };
  scope.findings.add({ at, ...rest });
}

/** What a name should be one of. */
export interface Known<T> {
  /** Words for a message: `team or role`. */
  readonly what: string;
  readonly code: OnwardCode;
  readonly among: Readonly<Record<string, T>>;
  /** More words, after the name. */
  readonly where?: string;
  readonly key?: boolean;
}

/** The thing a name means here; undefined and a finding when it means nothing. */
export function resolve<T>(
  name: string,
  known: Known<T>,
  at: { readonly scope: FileScope; readonly path: Path },
): T | undefined {
  if (Object.hasOwn(known.among, name)) return known.among[name];
  const names = Object.keys(known.among);
  const where = known.where === undefined ? '' : ` ${known.where}`;
  report(at.scope, at.path, {
    code: known.code,
    message: `There is no ${known.what} ${quote(name)}${where}${didYouMean(name, names)}`,
    allowed: listNames(names),
    ...(known.key === true ? { key: true } : {}),
  });
  return undefined;
}

/** Reports each value of a list that stands in it before. */
export function checkOnce(values: readonly string[], path: Path, scope: FileScope): void {
  const seen = new Set<string>();
  values.forEach((value, index) => {
    if (seen.has(value)) {
      const message = `${quote(value)} stands here twice.`;
      report(scope, [...path, index], { code: 'ONW-LANG-DUPLICATE', message });
    }
    seen.add(value);
  });
}

/** A value or a list, as a list. */
export function toList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** The entries of a map that may be absent. */
export function entriesOf<T>(map: Readonly<Record<string, T>> | undefined): readonly [string, T][] {
  return Object.entries(map ?? {});
}
