/** What processes use of the machine, as Linux tells it in /proc; nothing is told elsewhere. */
import { readdir, readFile } from 'node:fs/promises';

/** What a process and all that it started have used until now. */
export interface Used {
  /** In user code and in the kernel, those included that ended and were waited for. */
  readonly cpuSeconds: number;
  /** The most memory that each of those that live has held, added up; MiB. */
  readonly peakMb: number;
}

/** USER_HZ, which Linux shows to programs as 100 on every machine (time(7)). */
const ticksPerSecond = 100;

/** Of a process with all below it. */
export async function usedBy(pid: number): Promise<Used> {
  const all = await everyProcess();
  const wanted = new Set([pid]);
  // A parent may stand behind its child in the list, since numbers are used again.
  for (let before = 0; before < wanted.size;) {
    before = wanted.size;
    for (const each of all) if (wanted.has(each.parent)) wanted.add(each.pid);
  }
  const tree = all.filter((each) => wanted.has(each.pid));
  const peaks = await Promise.all(tree.map((each) => peakKb(each.pid)));
  return {
    cpuSeconds: tree.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond,
    peakMb: peaks.reduce((sum, kb) => sum + kb, 0) / 1_024,
  };
}

/** One process as it stands in the list of all. */
export interface Process {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  readonly ticks: number;
}

async function everyProcess(): Promise<readonly Process[]> {
  const names = await readdir('/proc').catch((): string[] => []);
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .map(processOf),
  );
  return found.filter((each) => each !== undefined);
}

/**
 * One process, while it lives. The second field may hold anything, so what follows is counted from
 * its end (proc_pid_stat(5)).
 */
export async function processOf(pid: number): Promise<Process | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const end = text.lastIndexOf(')');
  const rest = text.slice(end + 2).split(' ');
  const ticks = rest.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
  const name = text.slice(text.indexOf('(') + 1, end);
  return { pid, name, parent: Number(rest[1]), ticks };
}

async function peakKb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
}
