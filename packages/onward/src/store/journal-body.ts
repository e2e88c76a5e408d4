/**
 * How an input and what followed stand in a journal's row. Entries that every input has are written
 * as lists, without the names of their members, which were a third of the row.
 */
import type { Entry } from '../core/index.ts';
import type { JournalBody } from './port.ts';

type Of<K extends Entry['kind']> = Extract<Entry, { readonly kind: K }>;

/**
 * Only what no statement looks for: what the database is asked for (`moved`, `closed`, `ended`,
 * what was taken otherwise than it was foreseen) is named there. A row is hashed as it is stored,
 * so that these forms are read for ever.
 */
type Listed =
  | readonly ['t', Of<'taken'>['what']]
  | readonly ['a', Of<'asked'>['what'], Of<'asked'>['key']]
  | readonly [
      'o',
      Of<'opened'>['obligation'],
      Of<'opened'>['name'],
      Of<'opened'>['owner'],
      Of<'opened'>['due'],
    ];

/** Entries as they are stored; rows of older versions have none that are listed. */
export type StoredEntry = Entry | Listed;

/** The text of a row, as it is hashed. */
export function bodyText({ entries, ...body }: JournalBody): string {
  return JSON.stringify({ ...body, entries: entries.map(listed) });
}

/** What the text of a row says; one that was damaged by hand says nothing. */
export function bodyOf(text: string): JournalBody {
  const { entries = [], ...body } = JSON.parse(text) as Omit<JournalBody, 'entries'> & {
    readonly entries?: readonly StoredEntry[];
  };
  return { ...body, entries: entries.map(entryOf) };
}

function listed(entry: Entry): StoredEntry {
  switch (entry.kind) {
    case 'taken':
      return isForeseen(entry) ? ['t', entry.what] : entry;
    case 'asked':
      return ['a', entry.what, entry.key];
    case 'opened':
      return ['o', entry.obligation, entry.name, entry.owner, entry.due];
    default:
      return entry;
  }
}

function isForeseen({ how, reason }: Of<'taken'>): boolean {
  return how === 'handled' && reason === undefined;
}

/** An entry as it was said. */
export function entryOf(stored: StoredEntry): Entry {
  if ('kind' in stored) return stored;
  switch (stored[0]) {
    case 't':
      return { kind: 'taken', what: stored[1], how: 'handled' };
    case 'a':
      return { kind: 'asked', what: stored[1], key: stored[2] };
    case 'o': {
      const [, obligation, name, owner, due] = stored;
      return { kind: 'opened', obligation, name, owner, due };
    }
  }
}
