/**
 * A list that is worked through by keyboard: j and k move, Enter opens, x selects, Shift+x selects
 * up to here. Rows never move by themselves.
 */
import { useEffect, useRef, type ReactNode } from 'react';
import { Checkbox, GridList, GridListItem } from 'react-aria-components';
import { Check } from 'lucide-react';
import { t } from '../words/words.ts';
import { useKeys } from './keys.ts';

interface RowListProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly textOf: (row: T) => string;
  readonly children: (row: T) => ReactNode;
  readonly onOpen: (row: T) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (keys: ReadonlySet<string>) => void;
  /** Letters that act on the row with the focus. */
  readonly keys?: Readonly<Record<string, (row: T) => void>>;
}

export function RowList<T extends object>(props: RowListProps<T>) {
  const { label, rows, keyOf, textOf, children, onOpen, selected, onSelect, keys = {} } = props;
  const list = useRef<HTMLDivElement>(null);
  const anchor = useRef<string>(undefined);
  const focused = (): T | undefined => {
    const key = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    return rows.find((row) => keyOf(row) === key);
  };
  const step = (by: 1 | -1): void => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[role="row"]') ?? [])];
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = at === -1 ? (by === 1 ? 0 : all.length - 1) : at + by;
    all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
  };
  const select = (isRange: boolean): void => {
    const row = focused();
    if (row === undefined || onSelect === undefined) return;
    onSelect(isRange ? upTo(row) : toggled(keyOf(row)));
    anchor.current = keyOf(row);
  };
  const toggled = (key: string): ReadonlySet<string> => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    return next;
  };
  const upTo = (row: T): ReadonlySet<string> => {
    const order = rows.map(keyOf);
    const ends = [order.indexOf(anchor.current ?? keyOf(row)), order.indexOf(keyOf(row))];
    const [from = 0, to = 0] = ends.toSorted((a, b) => a - b);
    return new Set([...(selected ?? []), ...order.slice(Math.max(from, 0), to + 1)]);
  };
  const onRow = Object.entries(keys).map(([key, act]) => {
    const run = (): void => {
      const row = focused();
      if (row !== undefined) act(row);
    };
    return [key, run] as const;
  });
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => select(false),
    X: () => select(true),
    ...Object.fromEntries(onRow),
  });
  useEffect(() => {
    if (rows.length > 0 && document.activeElement?.matches('main h1, body') === true) step(1);
    // The first row has the focus once there is one, where nothing else was chosen.
    // eslint-disable-next-line
  }, [rows.length > 0]);
  return (
    <div ref={list} onKeyDownCapture={letGo}>
      <GridList
        aria-label={label}
        className="rows"
        items={rows}
        selectionMode={onSelect === undefined ? 'none' : 'multiple'}
        selectionBehavior="toggle"
        selectedKeys={selected ?? []}
        onSelectionChange={(next) => {
          onSelect?.(next === 'all' ? new Set(rows.map(keyOf)) : new Set([...next].map(String)));
        }}
        onAction={(key) => {
          const row = rows.find((each) => keyOf(each) === key);
          if (row !== undefined) onOpen(row);
        }}
      >
        {(row) => (
          <GridListItem
            id={keyOf(row)}
            textValue={textOf(row)}
            className="row-item"
            data-row={keyOf(row)}
          >
            {onSelect === undefined ? null : (
              <Checkbox slot="selection" className="tick" aria-label={t('list.select')}>
                <span className="tick-box" aria-hidden="true">
                  <Check size={12} strokeWidth={3} />
                </span>
              </Checkbox>
            )}
            {children(row)}
          </GridListItem>
        )}
      </GridList>
    </div>
  );
}

/** Letters belong to the screen, not to the list's search by first letters. */
function letGo(event: React.KeyboardEvent): void {
  if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey) return;
  const copy = new KeyboardEvent('keydown', {
    key: event.key,
    shiftKey: event.shiftKey,
    bubbles: true,
    cancelable: true,
  });
  event.stopPropagation();
  event.preventDefault();
  document.dispatchEvent(copy);
}
