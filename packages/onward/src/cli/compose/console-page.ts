/** The console is one page, beside this package or shipped in it; the API needs none. */
import { readFile } from 'node:fs/promises';

const places = ['../../../console/index.html', '../../../../console/src/index.html'];

export async function consolePage(): Promise<{ readonly html: string } | undefined> {
  for (const place of places) {
    try {
      return { html: await readFile(new URL(place, import.meta.url), 'utf8') };
    } catch {
      // Not built here; the next place is tried.
    }
  }
  return undefined;
}
