/** Copies an object given by a TypeScript author into plain data, within the bounds of a text. */
import type { OnwardCode } from '../../errors.ts';
import type { Findings, Path } from '../problem.ts';
import { mostLevels } from './depth.ts';
import { dangerousKeys, mostNodes } from './reader.ts';
import type { SourceFile } from './text.ts';

/** The object as a file without lines: every problem stands at 1:1, its path says where. */
export function readObject(
  name: string,
  object: unknown,
  findings: Findings,
): SourceFile | undefined {
  const copier = new Copier((path, code, message) => {
    findings.add({ at: { file: name, path }, code, message });
  });
  const data = copier.copy(object, []);
  return findings.refused ? undefined : { name, data, locate: () => ({ line: 1, column: 1 }) };
}

class Copier {
  #nodes = 0;
  readonly #report: (path: Path, code: OnwardCode, message: string) => void;

  constructor(report: (path: Path, code: OnwardCode, message: string) => void) {
    this.#report = report;
  }

  copy(value: unknown, path: Path): unknown {
    this.#nodes += 1;
    if (this.#nodes > mostNodes || path.length > mostLevels) {
      if (this.#nodes <= mostNodes + 1) {
        this.#report(path, 'ONW-LANG-SIZE', 'The program is too large, or holds itself.');
      }
      this.#nodes = mostNodes + 1;
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => this.copy(item, [...path, index]));
    if (typeof value === 'object' && value !== null) return this.#copyMap(value, path);
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
    this.#report(path, 'ONW-LANG-TYPE', 'Only plain data can stand in a program.');
    return null;
  }

  /** A key that is there but undefined is a key that is not there. */
  #copyMap(map: object, path: Path): Readonly<Record<string, unknown>> {
    const prototype: unknown = Object.getPrototypeOf(map);
    if (prototype !== Object.prototype && prototype !== null) {
      this.#report(path, 'ONW-LANG-TYPE', 'Only plain data can stand in a program.');
      return {};
    }
    const entries = Object.entries(map).filter(([key, value]) => {
      if (!dangerousKeys.has(key)) return value !== undefined;
      this.#report([...path, key], 'ONW-LANG-NAME', `"${key}" cannot be a key.`);
      return false;
    });
    return Object.fromEntries(
      entries.map(([key, value]) => [key, this.copy(value, [...path, key])]),
    );
  }
}
