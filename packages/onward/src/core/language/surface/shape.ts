/** Checks plain data against the written form and words every miss as a finding with its place. */
import type { z } from 'zod';

import { codeOf, expected } from './expected.ts';
import { didYouMean, quote } from '../near-name.ts';
import { stepKeys } from './steps.ts';
import type { Finding, Findings, Path } from '../problem.ts';

/** What is checked: the data of one file. */
export interface Written {
  readonly file: string;
  readonly data: unknown;
}

/**
 * The data as the schema types it, or undefined when the shape is wrong. Unknown keys are found but
 * do not stop what follows, so that one reading shows as many findings as possible.
 */
export function checkShape<T extends z.ZodType>(
  schema: T,
  written: Written,
  findings: Findings,
): z.output<T> | undefined {
  const first = schema.safeParse(written.data, { error: phraseOf });
  if (first.success) return first.data;
  const found = new IssueReader(written).read(first.error.issues);
  for (const finding of found) findings.add(finding);
  if (!found.every((finding) => finding.code === 'ONW-LANG-KEY')) return undefined;
  const without = found.reduce((data, { at }) => withoutKey(data, at.path), written.data);
  return schema.safeParse(without).data;
}

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** Every message is a phrase of what is allowed; for an unknown key the allowed keys. */
function phraseOf(issue: RawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return shapeKeys(issue.inst).join(', ');
  if (issue.code === 'invalid_type') {
    const keys = shapeKeys(issue.inst);
    if (keys.length > 0) return `a map with the keys ${keys.join(', ')}`;
    if (issue.expected === 'array') return 'a list';
    if (issue.expected === 'record' || issue.expected === 'object') return 'a map of names';
  }
  if (issue.code === 'too_small') return `at least ${String(issue.minimum)}${unit(issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${String(issue.maximum)}${unit(issue.origin)}`;
  return undefined;
}

function unit(origin: string): string {
  return origin === 'array' ? ' of them' : '';
}

function shapeKeys(schema: unknown): readonly string[] {
  const def = (schema as { readonly _zod?: { readonly def?: { readonly shape?: object } } })?._zod
    ?.def;
  return def?.shape === undefined ? [] : Object.keys(def.shape);
}

class IssueReader {
  readonly #written: Written;

  constructor(written: Written) {
    this.#written = written;
  }

  read(issues: readonly Issue[], above: Path = []): readonly Finding[] {
    return issues.flatMap((issue) => this.#one(issue, [...above, ...toPath(issue.path)]));
  }

  #one(issue: Issue, path: Path): readonly Finding[] {
    if (issue.code === 'unrecognized_keys') return this.#unknownKeys(issue, path);
    if (issue.code === 'invalid_union') return this.#union(issue, path);
    if (issue.code === 'invalid_key') return this.#badKey(issue, path);
    const value = valueAt(this.#written.data, path);
    if (value === undefined && path.length > 0) return [this.#missing(path, issue.message)];
    return [this.#notThis(path, issue.message)];
  }

  #unknownKeys(issue: { readonly keys: readonly string[]; readonly message: string }, path: Path) {
    const known = issue.message === '' ? [] : issue.message.split(', ');
    return issue.keys.map((key): Finding => {
      const at = { file: this.#written.file, path: [...path, key], key: true };
      const message = `${quote(key)} is not known here${didYouMean(key, known)}`;
      return { at, code: 'ONW-LANG-KEY', message, allowed: issue.message };
    });
  }

  #badKey(issue: { readonly issues: readonly Issue[] }, path: Path): readonly Finding[] {
    const phrase = issue.issues[0]?.message ?? expected.name;
    const at = { file: this.#written.file, path, key: true };
    const message = `${quote(String(path.at(-1)))} cannot stand here as a key.`;
    return [{ at, code: codeOf(phrase), message, allowed: phrase }];
  }

  #union(issue: { readonly errors: readonly Issue[][]; readonly message: string }, path: Path) {
    const value = valueAt(this.#written.data, path);
    if (value === undefined) return [this.#missing(path, issue.message)];
    const branch = isStepUnion(issue.message)
      ? issue.errors[stepBranch(value)]
      : bestBranch(issue.errors);
    if (branch === undefined) return [this.#notThis(path, issue.message)];
    return this.read(branch, path);
  }

  #missing(path: Path, phrase: string): Finding {
    const at = { file: this.#written.file, path, key: true };
    const message = `${quote(String(path.at(-1)))} is missing.`;
    return { at, code: 'ONW-LANG-MISSING', message, allowed: phrase };
  }

  #notThis(path: Path, phrase: string): Finding {
    const value = valueAt(this.#written.data, path);
    const at = { file: this.#written.file, path };
    const kindless = isStepUnion(phrase) && typeof value === 'object';
    const message = kindless
      ? 'This step does not say what it is.'
      : `${describeValue(value)} cannot stand here.`;
    return { at, code: codeOf(phrase), message, allowed: phrase };
  }
}

/** What stands there, without repeating more than a name. */
function describeValue(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return 'Nothing';
  return Array.isArray(value) ? 'A list' : 'A map';
}

function isStepUnion(phrase: string): boolean {
  return phrase === expected.step;
}

/** The kind of step the author meant, by its first telling key. */
function stepBranch(value: unknown): number {
  const keys: readonly string[] =
    typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const key = keys.find((name) => (stepKeys as readonly string[]).includes(name));
  return (stepKeys as readonly (string | undefined)[]).indexOf(key);
}

/** The branch of the right type with the fewest misses; undefined when none has the right type. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) => !issues.some(isMismatch));
  return fitting.toSorted((a, b) => misses(a) - misses(b))[0];
}

function isMismatch(issue: Issue): boolean {
  return (
    issue.path.length === 0 && issue.code !== 'unrecognized_keys' && issue.code !== 'invalid_union'
  );
}

function misses(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    return sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1);
  }, 0);
}

function toPath(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce((value: unknown, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    return (value as Readonly<Record<string | number, unknown>>)[part];
  }, data);
}

/** A copy of the data without the key at the end of the path. */
function withoutKey(data: unknown, path: Path): unknown {
  const [first, ...rest] = path;
  if (typeof data !== 'object' || data === null || first === undefined) return data;
  if (Array.isArray(data)) {
    return data.map((item: unknown, index): unknown =>
      index === Number(first) ? withoutKey(item, rest) : item,
    );
  }
  const entries = Object.entries(data);
  const kept = rest.length === 0 ? entries.filter(([key]) => key !== first) : entries;
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === first ? withoutKey(value, rest) : value]),
  );
}
