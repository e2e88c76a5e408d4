/** The conversations of a store in memory. */
import { newestFirst } from './store-memory-lists.ts';
import type { Tables } from './store-memory-tables.ts';
import type { ConversationRow, ConversationStore, FoundConversation } from './store.ts';

export function conversationsInMemory(tables: Tables): ConversationStore {
  const { keys, rows, conversations } = tables;
  const found = (row: ConversationRow | undefined): readonly FoundConversation[] => {
    const key = row === undefined ? undefined : keys.get(row.key);
    return row === undefined || key === undefined ? [] : [{ row, key }];
  };
  const isNext = (row: ConversationRow): boolean => {
    const others = [...conversations.values()].filter(({ id }) => id !== row.id);
    const isAlone = !others.some(({ ref, system, state }) => {
      return ref === row.ref && system === row.system && state !== 'closed';
    });
    const was = conversations.get(row.id)?.version ?? 0;
    return row.version === was + 1 && (row.state === 'closed' || isAlone);
  };
  return {
    put(row) {
      const stands = rows.get(row.ref)?.key === row.key && isNext(row);
      if (stands) conversations.set(row.id, row);
      return Promise.resolve(stands);
    },
    get: (id) => Promise.resolve(found(conversations.get(id))[0]),
    page({ refs, state, level, before, limit }) {
      const all = [...conversations.values()]
        .filter((row) => refs?.includes(row.ref) ?? true)
        .filter((row) => state === undefined || row.state === state)
        .filter((row) => level === undefined || row.level === level)
        .map((row) => ({ row, id: row.id, at: row.lastAt }));
      const some = newestFirst(all, before).slice(0, limit);
      return Promise.resolve(some.flatMap(({ row }) => found(row)));
    },
    untold(now, limit) {
      const due = [...conversations.values()].filter((row) => (row.untoldAt ?? Infinity) <= now);
      return Promise.resolve(due.slice(0, limit).flatMap(found));
    },
    told(id, version) {
      const row = conversations.get(id);
      if (row?.version === version) conversations.set(id, { ...row, untoldAt: null });
      return Promise.resolve();
    },
  };
}
