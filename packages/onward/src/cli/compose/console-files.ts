/** The console as it was built, in this package; the API needs none. */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ConsoleAsset, ConsoleFiles } from '../../api/index.ts';

const folder = new URL('../../../console/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** Undefined where it was not built. Each part is read, and packed, when it is first asked for. */
export async function consoleFiles(): Promise<ConsoleFiles | undefined> {
  try {
    const html = await readFile(new URL('index.html', folder), 'utf8');
    const names = new Set(readdirSync(new URL('assets/', folder)));
    const kept = new Map<string, ConsoleAsset>();
    return {
      html,
      asset(name, packed) {
        const type = types[extname(name)];
        if (type === undefined || !names.has(name)) return undefined;
        const key = packed ? `${name} packed` : name;
        const file = kept.get(key) ?? read(name, { type, packed });
        kept.set(key, file);
        return file;
      },
    };
  } catch {
    return undefined;
  }
}

function read(
  name: string,
  { type, packed }: { readonly type: string; readonly packed: boolean },
): ConsoleAsset {
  const body = new Uint8Array(readFileSync(new URL(`assets/${name}`, folder)));
  const smaller = packed ? new Uint8Array(gzipSync(body)) : body;
  const isPacked = smaller.byteLength < body.byteLength;
  return { body: isPacked ? smaller : body, type, isPacked };
}
