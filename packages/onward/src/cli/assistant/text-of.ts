/** The text a command is about: its words, a file, or what comes on stdin. */
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { StopError } from '../../core/index.ts';

export async function readWords(
  words: readonly string[],
  file: string | undefined,
): Promise<string> {
  if (words.length > 0) return words.join(' ');
  if (file === undefined) return readAll(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new StopError('ONW-ASSISTANT-EXAMPLES', 'The file cannot be read.', { cause });
  }
}
