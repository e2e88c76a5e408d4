/** The few questions our rules ask of a syntax tree: a comment or a string never trips a rule. */
import { parseSync } from 'vite';

/** A node of the ESTree that the parser returns, kept open: the rules look at a few types. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** All nodes of a file, outermost first; none where it does not parse: the compiler says why. */
export function parse(path: string, text: string): readonly Node[] {
  return [...nodesOf(parseSync(path, text).program)];
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const each of value) yield* nodesOf(each);
  } else if (isNode(value)) {
    yield value;
    for (const each of Object.values(value)) yield* nodesOf(each);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'start' in value
  );
}

/** `a.b.c` for a chain of plain names, without a leading `globalThis`; undefined for all else. */
export function dottedName(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type !== 'MemberExpression' || node['computed'] === true) return undefined;
  const object = dottedName(node['object']);
  const property = dottedName(node['property']);
  if (object === undefined || property === undefined) return undefined;
  return object === 'globalThis' ? property : `${object}.${property}`;
}

/** Every module that a file names: import, export … from, import(), import type. */
export function importsOf(nodes: readonly Node[]): readonly { name: string; at: number }[] {
  return nodes.flatMap((node) => {
    if (!/^(Import|Export|TSImportType)/.test(node.type)) return [];
    const source = node['source'];
    if (!isNode(source) || typeof source['value'] !== 'string') return [];
    return [{ name: source['value'], at: source.start }];
  });
}

/** A string of the program, as long as its source: an offset in it is an offset in the file. */
export interface Literal {
  readonly text: string;
  readonly at: number;
  readonly tag: string | undefined;
}

/** The strings and templates of a file; what a template inserts reads `$x` and is padded. */
export function literalsOf(nodes: readonly Node[], text: string): readonly Literal[] {
  const tags = new Map<number, string | undefined>();
  const literals: Literal[] = [];
  for (const node of nodes) {
    if (node.type === 'TaggedTemplateExpression' && isNode(node['quasi'])) {
      tags.set(node['quasi'].start, dottedName(node['tag']));
    } else if (node.type === 'TemplateLiteral') {
      literals.push({ text: template(node, text), at: node.start + 1, tag: tags.get(node.start) });
    } else if (node.type === 'Literal' && typeof node['value'] === 'string') {
      const inner = text.slice(node.start + 1, node.end - 1);
      literals.push({ text: inner, at: node.start + 1, tag: undefined });
    }
  }
  return literals;
}

function template(node: Node, text: string): string {
  const inserted = Array.isArray(node['expressions']) ? node['expressions'].filter(isNode) : [];
  let result = text.slice(node.start + 1, node.end - 1);
  for (const { start, end } of inserted) {
    const from = start - node.start - 1;
    const to = end - node.start - 1;
    const blank = result.slice(from, to).replaceAll(/[^\n]/g, ' ');
    result = `${result.slice(0, from - 2)}$x${blank}${result.slice(to).replace('}', ' ')}`;
  }
  return result;
}
