/** The memory of a running process, as Linux shows it to whoever may look. */
import { open, readFile } from 'node:fs/promises';

/** Bytes that are read at once. */
const pieceBytes = 16_777_216;
/** What lies across two pieces is found in the second. */
const overlapBytes = 4_096;

export interface Region {
  readonly bytes: Uint8Array;
  readonly place: string;
}

/**
 * What a process can write to, piece by piece; undefined where the system does not let us look (no
 * Linux, or a ptrace scope that forbids it).
 */
export async function memoryOf(pid: number): Promise<AsyncIterable<Region> | undefined> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8').catch(() => undefined);
  const file = await open(`/proc/${pid}/mem`, 'r').catch(() => undefined);
  if (maps === undefined || file === undefined) return undefined;
  const regions = maps.split('\n').flatMap((line) => {
    const [, from = '', to = '', name = ''] =
      /^(\w+)-(\w+) rw\S+ \S+ \S+ \S+ *(.*)$/.exec(line) ?? [];
    return from === '' ? [] : [{ from: Number(`0x${from}`), to: Number(`0x${to}`), name }];
  });
  return (async function* read() {
    try {
      for (const { from, to, name } of regions) {
        for (let at = from; at < to; at += pieceBytes - overlapBytes) {
          const bytes = Buffer.alloc(Math.min(pieceBytes, to - at));
          // A region may have gone since it was listed.
          const { bytesRead } = await file
            .read(bytes, 0, bytes.length, at)
            .catch(() => ({ bytesRead: 0 }));
          const held = withoutEmptyPages(bytes.subarray(0, bytesRead));
          if (held.length > 0) yield { bytes: held, place: name || 'heap' };
        }
      }
    } finally {
      await file.close();
    }
  })();
}

const pageBytes = 4_096;
const emptyPage = Buffer.alloc(pageBytes);

/** Most of what a process may write to it never has. */
function withoutEmptyPages(bytes: Buffer): Buffer {
  let length = 0;
  for (let at = 0; at < bytes.length; at += pageBytes) {
    const page = bytes.subarray(at, at + pageBytes);
    if (page.equals(emptyPage)) continue;
    page.copy(bytes, length);
    length += page.length;
  }
  return bytes.subarray(0, length);
}
