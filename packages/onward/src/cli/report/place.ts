/** Where a finding stands, as the user and an editor's terminal find it. */
import { join, relative } from 'node:path';
import type { Position } from '../../core/index.ts';

/** `journeys/first-visit.yaml:12:5`, relative to where the user stands. */
export function placeOf(folder: string, { file, line, column }: Position): string {
  return `${relative(process.cwd(), join(folder, file))}:${line}:${column}`;
}
