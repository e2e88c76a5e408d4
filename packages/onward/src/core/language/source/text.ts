/** Reads a YAML (or JSON) text into plain data and remembers where each part of it stands. */
import { Composer, LineCounter, Parser } from 'yaml';
import type { CST, Document } from 'yaml';

import { exceedsDepth } from './depth.ts';
import { readDocument } from './reader.ts';
import { locateIn } from './offsets.ts';
import type { Findings, Path, TextPosition } from '../problem.ts';
import type { OnwardCode } from '../../errors.ts';

/** One parsed file: plain data with own, harmless keys only, and a way to find places in it. */
export interface SourceFile {
  readonly name: string;
  readonly data: unknown;
  /** Where the value at a path stands, or its key; the nearest parent when it is not there. */
  locate(path: Path, key: boolean): TextPosition;
}

/** Programs are written by people; sixty steps take some 15 KB. */
const mostCharacters = 256 * 1024;

/** One document with comments before and after it has a few; a broken text may have thousands. */
const mostTokens = 5000;

/** Parses one file. Undefined when nothing of it can be used; the findings say why. */
export function readText(name: string, text: string, findings: Findings): SourceFile | undefined {
  const lines = new LineCounter();
  const fault = (
    message: string,
    offset: number,
    code: OnwardCode = 'ONW-LANG-YAML',
  ): undefined => {
    findings.add({
      at: { file: name, path: [], position: position(lines, offset) },
      code,
      message,
    });
  };
  if (text.length > mostCharacters) {
    return fault(`The file is longer than ${mostCharacters} characters.`, 0, 'ONW-LANG-SIZE');
  }
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  if (tokens.length > mostTokens) return fault('The text is not one document.', 0);
  const hidden = control.exec(text);
  if (hidden !== null) return fault('The text holds a control character.', hidden.index);
  if (exceedsDepth(tokens)) return fault('The text is nested too deeply.', 0, 'ONW-LANG-SIZE');
  const document = compose(tokens, text.length, fault);
  if (document === undefined) return undefined;
  let broken = false;
  const { data, offsets } = readDocument(document, ({ path, offset, code, message }) => {
    broken ||= code === 'ONW-LANG-YAML' || code === 'ONW-LANG-SIZE';
    const at = { file: name, path, position: position(lines, offset) };
    findings.add({ at, code, message });
  });
  if (broken) return undefined;
  const locate = (path: Path, key: boolean): TextPosition =>
    position(lines, locateIn(offsets, path, key));
  return { name, data, locate };
}

/** Characters that no editor writes on purpose, and those that hide or turn round what follows. */
const control =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0085\u2028-\u202e\u2066-\u2069]/u;

function compose(
  tokens: readonly CST.Token[],
  length: number,
  fault: (message: string, offset: number) => undefined,
): Document.Parsed | undefined {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, version: '1.2' });
  const [document, second] = [...composer.compose(tokens, true, length)];
  if (document === undefined) return undefined;
  if (second !== undefined) return fault('The file holds a second document.', second.range[0]);
  const faults = [...document.errors, ...document.warnings];
  for (const { message, pos } of faults) fault(`This is not YAML: ${firstLine(message)}.`, pos[0]);
  return faults.length > 0 ? undefined : document;
}

function position(lines: LineCounter, offset: number): TextPosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/[.:]$/u, '');
}
