/** Doors between layers: core stands on pure packages, each layer is entered by its index.ts. */
import { posix } from 'node:path';
import type { Finding } from './finding.ts';
import { isTest, layerOf, lineAt, type Source } from './source.ts';
import { importsOf, type Node } from './syntax.ts';

/** Packages without I/O, clock or chance of their own. */
const purePackages = new Set(['zod', 'yaml', 'temporal-polyfill']);

export function checkImports({ path, text }: Source, nodes: readonly Node[]): readonly Finding[] {
  if (isTest(path) || !/^(packages|examples)\//.test(path)) return [];
  return importsOf(nodes).flatMap(({ name, at }) => {
    const rule = name.startsWith('.') ? checkDoor(path, name) : checkPackage(path, name);
    return rule === undefined ? [] : [{ path, line: lineAt(text, at), ...rule }];
  });
}

function checkPackage(path: string, name: string): Omit<Finding, 'path' | 'line'> | undefined {
  const owner = name.split('/')[0] ?? name;
  if (layerOf(path) !== 'core' || purePackages.has(owner)) return undefined;
  return {
    rule: 'core-imports',
    message: `core imports "${name}"`,
    instead: `only ${[...purePackages].join(', ')}; take the rest as an argument`,
  };
}

function checkDoor(path: string, name: string): Omit<Finding, 'path' | 'line'> | undefined {
  const target = posix.join(posix.dirname(path), name);
  const from = layerOf(path);
  const to = layerOf(target);
  if (from === 'core' && to !== 'core') {
    return {
      rule: 'core-imports',
      message: `core imports "${name}"`,
      instead: 'core stands on itself alone; take it as an argument',
    };
  }
  if (to === undefined || to === from) return undefined;
  if (target === `packages/onward/src/${to}/index.ts`) return undefined;
  return {
    rule: 'door',
    message: `"${name}" reaches into ${to}/`,
    instead: `export the name from ${to}/index.ts and import it there`,
  };
}
