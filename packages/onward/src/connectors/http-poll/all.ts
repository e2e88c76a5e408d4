/** The whole list, page by page, whatever was read of it before: what there is, not what is new. */
import type { Listed } from '../../core/index.ts';
import { catchUp } from './catch-up.ts';
import { writeCursor } from './cursor.ts';
import type { Line } from './list.ts';

/** A page of the list from its beginning, with the events that a look-up tells. */
export async function listAll(
  { name, cursor }: { readonly name: string; readonly cursor?: string | undefined },
  line: Line,
): Promise<Listed> {
  const events = line.settings['look-ups'][name]?.events ?? [];
  const page = await catchUp(cursor ?? writeCursor({}), line);
  if (page.kind === 'retry') return page;
  const received = page.received.filter((each) => {
    return each.kind === 'event' && events.includes(each.event.event);
  });
  return page.more ? { kind: 'page', received, cursor: page.cursor } : { kind: 'page', received };
}
