/**
 * A witness in a folder outside the data: how far each database had come. It must not be backed up
 * and restored together with what it tells of.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { OnwardCode } from '../../core/index.ts';
import type { Mark, Witness } from '../../store/index.ts';

/** Where a program keeps its state by the XDG base directory specification. */
export function witnessFolder(given: string | undefined): string {
  if (given !== undefined) return given;
  const home = process.env['XDG_STATE_HOME'];
  const state = home === undefined || home === '' ? join(homedir(), '.local', 'state') : home;
  return join(state, 'onward');
}

const markSchema = z.object({
  installation: z.uuid(),
  system: z.string(),
  timeline: z.number(),
  position: z.number(),
});

/** `onTrouble` is told once, when marks can be neither read nor kept; work goes on without. */
export function fileWitness(folder: string, onTrouble: (code: OnwardCode) => void): Witness {
  let isTold = false;
  const trouble = (): undefined => {
    if (!isTold) onTrouble('ONW-WITNESS-UNUSABLE');
    isTold = true;
  };
  const pathOf = (installation: string): string => join(folder, `${installation}.json`);
  return {
    async read(installation) {
      try {
        return markSchema.parse(JSON.parse(await readFile(pathOf(installation), 'utf8')));
      } catch (error) {
        return isAbsent(error) ? undefined : trouble();
      }
    },
    async write(mark) {
      await keep(folder, pathOf(mark.installation), mark).catch(trouble);
    },
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** All or nothing, whatever ends the process meanwhile. */
async function keep(folder: string, path: string, mark: Mark): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = `${path}.${randomUUID()}`;
  try {
    const file = await open(fresh, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(mark)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
