/** Where SQL is, and what of it is statement rather than comment or quoted text. */
import { lineAt, type Source } from './source.ts';
import { literalsOf, type Node } from './syntax.ts';

/** One statement in lower case, with comments and quoted text blanked; offsets are the file's. */
export interface Statement {
  readonly text: string;
  readonly line: (offset: number) => number;
}

const openings = [
  'select|insert\\s+into|update|delete\\s+from|merge\\s+into|with|truncate',
  'create|alter|drop|do\\s+\\$|listen|unlisten|notify|begin',
  'returning|on\\s+conflict|set|values|where',
];
const opening = new RegExp(`^\\s*(${openings.join('|')})\\b`);

/** The statements of a migration file. */
export function statementsOfFile({ text }: Source): readonly Statement[] {
  return split(text, (offset) => lineAt(text, offset));
}

/** The statements in the strings of a module: those tagged `sql`, and those that open like SQL. */
export function statementsOfModule(source: Source, nodes: readonly Node[]): readonly Statement[] {
  return literalsOf(nodes, source.text)
    .filter(({ text, tag }) => tag === 'sql' || opening.test(blank(text)))
    .flatMap(({ text, at }) => split(text, (offset) => lineAt(source.text, at + offset)));
}

function split(text: string, line: (offset: number) => number): readonly Statement[] {
  let start = 0;
  return blank(text)
    .split(';')
    .map((part) => {
      const from = start;
      start += part.length + 1;
      return { text: part, line: (offset: number) => line(from + offset) };
    })
    .filter((statement) => statement.text.trim() !== '');
}

/** Lower case, with comments and quoted text turned to spaces of the same length. */
function blank(text: string): string {
  const quiet = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g;
  return text.replace(quiet, (part) => part.replaceAll(/[^\n]/g, ' ')).toLowerCase();
}
