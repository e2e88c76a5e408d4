/** Banned calls, each with its replacement: time, chance, terminal and environment are injected. */
import type { Finding, Verdict } from './finding.ts';
import { isProduct, layerOf, lineAt, type Source } from './source.ts';
import { dottedName, type Node } from './syntax.ts';

interface Ban extends Omit<Verdict, 'message'> {
  readonly names: RegExp;
  /** Where the ban holds: in the shipped code outside cli/, or in core/ alone. */
  readonly within: 'below-cli' | 'core';
}

const bans: readonly Ban[] = [
  {
    rule: 'time',
    names: /^(Date\.now|Temporal\.Now(\..+)?)$/,
    within: 'below-cli',
    instead: 'take `now` as an argument, or the clock that cli/ injects',
  },
  {
    rule: 'time',
    names: /^performance\.now$/,
    within: 'core',
    instead: 'measure where the step is called, not in it',
  },
  {
    rule: 'chance',
    names: /^(Math\.random|crypto\.(randomUUID|getRandomValues))$/,
    within: 'below-cli',
    instead: 'take the random source as an argument; cli/ injects it',
  },
  {
    rule: 'timer',
    names: /^(setTimeout|setInterval|setImmediate|queueMicrotask)$/,
    within: 'core',
    instead: 'return a deadline as data; runtime/ keeps it',
  },
  {
    rule: 'console',
    names: /^console\..+$/,
    within: 'below-cli',
    instead: 'take the logger as an argument; only cli/ talks to a terminal',
  },
  {
    rule: 'environment',
    names: /^process\.env$/,
    within: 'below-cli',
    instead: 'read it in cli/ and pass a named option',
  },
];

/** Where the console takes time and chance from its browser, as cli/ does from its machine. */
const consoles = /^packages\/console\/src\/app\/(?:chance|clock)\.ts$/;

export function checkCalls({ path, text }: Source, nodes: readonly Node[]): readonly Finding[] {
  const layer = layerOf(path);
  if (!isProduct(path) || layer === 'cli' || consoles.test(path)) return [];
  const holding = bans.filter(({ within }) => within === 'below-cli' || layer === 'core');
  return nodes.flatMap((node) => {
    const name = calledName(node);
    if (name === undefined) return [];
    return holding
      .filter(({ names }) => names.test(name))
      .map(({ rule, instead }) => ({
        path,
        line: lineAt(text, node.start),
        rule,
        message: `${name} is banned here`,
        instead,
      }));
  });
}

/** A banned member counts wherever it is named, a bare function where it is called. */
function calledName(node: Node): string | undefined {
  if (node.type === 'MemberExpression') return dottedName(node);
  if (node.type === 'CallExpression') {
    const name = dottedName(node['callee']);
    if (name === 'Date') return 'Date.now';
    return name?.includes('.') === true ? undefined : name;
  }
  const bare = Array.isArray(node['arguments']) && node['arguments'].length === 0;
  const isClock = node.type === 'NewExpression' && bare && dottedName(node['callee']) === 'Date';
  return isClock ? 'Date.now' : undefined;
}
