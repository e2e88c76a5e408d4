/** Names: one spelling for files, and no drawer whose name says nothing about what is in it. */
import { basename } from 'node:path';
import type { Finding } from './finding.ts';
import { isProduct, isScript, isTest, linesOf, type Source } from './source.ts';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const drawer = /^(utils?|helpers?|commons?|libs?|misc)$/;
/** As a part of a longer name these three still say nothing; `common-cause` and `lib-curl` may. */
const drawerPart = /(^|-)(utils?|helpers?|misc)(-|$)/;

export function checkNames({ path }: Source): readonly Finding[] {
  return path.split('/').flatMap((name) => {
    const findings: Finding[] = [];
    if (!kebab.test(name)) {
      findings.push({
        path,
        line: 1,
        rule: 'file-name',
        message: `"${name}" is not kebab-case`,
        instead: 'lower case, words joined by "-"',
      });
    }
    const stem = name.split('.')[0] ?? name;
    if (drawer.test(stem) || drawerPart.test(stem)) {
      findings.push({
        path,
        line: 1,
        rule: 'drawer',
        message: `"${name}" is a drawer: anything fits in it`,
        instead: 'name it after what it does, beside what uses it',
      });
    }
    return findings;
  });
}

/** A module opens with one sentence on why it exists. */
export function checkOpening({ path, text }: Source): readonly Finding[] {
  if (!isProduct(path) && !path.startsWith('scripts/')) return [];
  if (!isScript(path) || isTest(path)) return [];
  const first = linesOf(text).find((line) => line.trim() !== '' && !line.startsWith('#!')) ?? '';
  if (/^\/[/*]/.test(first)) return [];
  return [
    {
      path,
      line: 1,
      rule: 'opening',
      message: `${basename(path)} does not say why it exists`,
      instead: 'open the module with one sentence in a comment',
    },
  ];
}
