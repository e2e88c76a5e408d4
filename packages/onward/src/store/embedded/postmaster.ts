/** Reads what PostgreSQL tells about itself in `postmaster.pid`, which it writes while it runs. */
import { readFile, readlink, realpath, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './failures.ts';

/** A PostgreSQL server that runs on some data, or did. */
export interface Postmaster {
  readonly pid: number;
  /** The folder of its socket; '' while it starts. */
  readonly sockets: string;
  readonly ready: boolean;
  /** The file's text, to see that it is still the same server's. */
  readonly text: string;
}

/** The server named in the data folder, alive or not; undefined after a clean stop. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  let text: string;
  try {
    text = await readFile(join(data, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  // Lines: process, data folder, start, port, socket folder, address, shared memory, status.
  const lines = text.split('\n');
  // A server that died while it wrote the file may have left it empty: process 0, which is nobody.
  const pid = Number.parseInt(lines[0] ?? '', 10) || 0;
  return { pid, sockets: lines[4] ?? '', ready: lines[7]?.trim() === 'ready', text };
}

/**
 * Whether the process is alive and is a PostgreSQL on this data, and not one that was given the
 * same number later (usual in containers). A server works in its data folder, which Linux shows;
 * elsewhere any process of the number counts.
 */
export async function isServing(pid: number, data: string): Promise<boolean> {
  if (pid === 0 || !mayBeSignalled(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(data));
  } catch (error) {
    // A process that may not be looked at counts as alive; one that is gone by now does not.
    return errorCode(error) === 'EACCES';
  }
}

/** False for no process, and for another account's: the server would run under ours. */
function mayBeSignalled(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Removes the file of a server that is gone, which PostgreSQL may take for one that is alive. */
export async function forget(postmaster: Postmaster, data: string): Promise<void> {
  const now = await readPostmaster(data);
  if (now?.text !== postmaster.text) return;
  await unlink(join(data, 'postmaster.pid')).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}
