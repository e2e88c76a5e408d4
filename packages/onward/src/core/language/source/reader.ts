/** Turns a YAML document into plain data, with bounds on aliases and without dangerous keys. */
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Pair, ParsedNode, YAMLMap } from 'yaml';

import { mostLevels } from './depth.ts';
import type { OnwardCode } from '../../errors.ts';
import type { Path } from '../problem.ts';
import type { Offsets } from './offsets.ts';

export interface ReadFault {
  readonly path: Path;
  readonly offset: number;
  readonly code: OnwardCode;
  readonly message: string;
}

/** The document as plain data with its offsets; faults go to `report`, and reading goes on. */
export function readDocument(
  document: Document.Parsed,
  report: (fault: ReadFault) => void,
): { readonly data: unknown; readonly offsets: Offsets | undefined } {
  const node = document.contents;
  if (node === null) return { data: null, offsets: undefined };
  return new Reader(report).read(node, { path: [], key: offsetOf(node) });
}

/** Names that objects inherit; as a key they would be mistaken for something that is there. */
export const dangerousKeys: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);

/** Nodes after the expansion of aliases; far beyond any program, far below any harm. */
export const mostNodes = 50_000;

interface Below {
  readonly path: Path;
  readonly key: number;
}

interface Part {
  readonly data: unknown;
  readonly offsets: Offsets;
}

class Reader {
  #nodes = 0;
  /** Filled while reading: an alias may only name an anchor before it. */
  readonly #anchors = new Map<string, ParsedNode>();
  readonly #report: (fault: ReadFault) => void;

  constructor(report: (fault: ReadFault) => void) {
    this.#report = report;
  }

  read(node: ParsedNode | null, { path, key }: Below): Part {
    const value = node === null ? key : offsetOf(node);
    const leaf = (data: unknown): Part => ({ data, offsets: { value, key, parts: new Map() } });
    this.#nodes += 1;
    if (this.#nodes > mostNodes || path.length > mostLevels) {
      if (this.#nodes <= mostNodes + 1) {
        this.#fault('ONW-LANG-SIZE', 'The text with its aliases is too large.', {
          path,
          key: value,
        });
        this.#nodes = mostNodes + 1;
      }
      return leaf(null);
    }
    if (node === null) return leaf(null);
    if (isAlias(node)) return this.#alias(node, { path, key });
    if (node.tag !== undefined) {
      this.#fault('ONW-LANG-YAML', 'A tag changes what a value is.', { path, key: value });
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isMap(node)) return this.#map(node, { path, key });
    if (isSeq(node)) return this.#list(node.items, { path, key, value });
    return leaf(isScalar(node) ? node.value : null);
  }

  #alias(node: Alias, below: Below): Part {
    const target = this.#anchors.get(node.source);
    if (target === undefined) {
      const place = { ...below, key: offsetOf(node) };
      this.#fault('ONW-LANG-YAML', 'This alias has no anchor before it.', place);
    }
    return this.read(target ?? null, below);
  }

  #list(items: readonly ParsedNode[], at: Below & { readonly value: number }): Part {
    const parts = new Map<string, Offsets>();
    const data = items.map((item, index) => {
      const below = { path: [...at.path, index], key: offsetOf(item) };
      const part = this.read(item, below);
      parts.set(String(index), part.offsets);
      return part.data;
    });
    return { data, offsets: { value: at.value, key: at.key, parts } };
  }

  #map(node: YAMLMap, { path, key }: Below): Part {
    const parts = new Map<string, Offsets>();
    const data: Record<string, unknown> = {};
    for (const pair of node.items as readonly Pair<ParsedNode, ParsedNode | null>[]) {
      const name = this.#keyName(pair.key, path);
      if (name === undefined) continue;
      const below = { path: [...path, name], key: offsetOf(pair.key) };
      if (parts.has(name)) {
        this.#fault('ONW-LANG-DUPLICATE', `The key "${name}" stands here twice.`, below);
        continue;
      }
      const part = this.read(pair.value, below);
      parts.set(name, part.offsets);
      data[name] = part.data;
    }
    return { data, offsets: { value: offsetOf(node), key, parts } };
  }

  #keyName(node: ParsedNode, path: Path): string | undefined {
    const name = isScalar(node) ? (node.source ?? String(node.value)) : undefined;
    if (name === undefined || dangerousKeys.has(name)) {
      const message = name === undefined ? 'A key must be a name.' : `"${name}" cannot be a key.`;
      this.#fault('ONW-LANG-NAME', message, { path, key: offsetOf(node) });
      return undefined;
    }
    return name;
  }

  #fault(code: OnwardCode, message: string, { path, key }: Below): void {
    this.#report({ path, offset: key, code, message });
  }
}

function offsetOf(node: { readonly range?: Alias['range'] | undefined }): number {
  return node.range?.[0] ?? 0;
}
