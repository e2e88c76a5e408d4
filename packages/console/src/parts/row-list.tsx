/**
 * A list that is worked through by keyboard: j and k or the arrows move, Enter opens, x or space
 * selects, Shift+x selects up to here. Rows never move by themselves, and moving draws nothing
 * anew:
 * the focus is the browser's own.
 */
import { memo, useEffect, useRef, type ReactNode } from 'react';
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
  const elements = (): HTMLElement[] => [
    ...(list.current?.querySelectorAll<HTMLElement>('[role="row"]') ?? []),
  ];
  const focused = (): T | undefined => {
    const at = elements().findIndex((element) => element.contains(document.activeElement));
    return rows[at];
  };
  const goTo = (place: (at: number, last: number) => number): void => {
    const all = elements();
    const at = all.findIndex((element) => element.contains(document.activeElement));
    const next = all[Math.max(0, Math.min(all.length - 1, place(at, all.length - 1)))];
    for (const element of all) element.tabIndex = element === next ? 0 : -1;
    next?.focus();
  };
  const select = (row: T | undefined, isRange: boolean): void => {
    if (row === undefined || onSelect === undefined) return;
    const next = new Set(selected);
    if (isRange)
      for (const key of between(rows.map(keyOf), anchor.current, keyOf(row))) next.add(key);
    else if (!next.delete(keyOf(row))) next.add(keyOf(row));
    anchor.current = keyOf(row);
    onSelect(next);
  };
  const onFocused = (act: (row: T) => void) => (): void => {
    const row = focused();
    if (row !== undefined) act(row);
  };
  const down = (): void => goTo((at) => at + 1);
  const up = (): void => goTo((at) => (at === -1 ? Number.MAX_SAFE_INTEGER : at - 1));
  useKeys({
    j: down,
    k: up,
    x: () => select(focused(), false),
    X: () => select(focused(), true),
    ...Object.fromEntries(Object.entries(keys).map(([key, act]) => [key, onFocused(act)])),
  });
  const onKey: Readonly<Record<string, () => void>> = {
    ArrowDown: down,
    ArrowUp: up,
    Home: () => goTo(() => 0),
    End: () => goTo((_at, last) => last),
    PageDown: () => goTo((at) => at + 10),
    PageUp: () => goTo((at) => at - 10),
    Enter: onFocused(onOpen),
    ' ': () => select(focused(), false),
  };
  // Rows are not drawn anew when only this list is, so they ask for what it does now.
  const latest = useRef<Press<T>>(() => undefined);
  latest.current = (row, isTick, isRange) => (isTick ? select(row, isRange) : onOpen(row));
  const hasRows = rows.length > 0;
  useEffect(() => {
    // The first row has the focus once there is one, where nobody chose anything else.
    if (hasRows && document.activeElement?.matches('main h1, body') === true) goTo(() => 0);
  }, [hasRows]);
  return (
    <div
      ref={list}
      role="grid"
      aria-label={label}
      aria-multiselectable={onSelect === undefined ? undefined : true}
      className="rows"
      onKeyDown={(event) => {
        const isAll = event.key === 'a' && (event.ctrlKey || event.metaKey);
        const act = isAll ? () => onSelect?.(new Set(rows.map(keyOf))) : onKey[event.key];
        if (act === undefined || (event.target as HTMLElement).closest('a, button') !== null)
          return;
        event.preventDefault();
        act();
      }}
    >
      {rows.map((row, place) => (
        <Row
          key={keyOf(row)}
          row={row}
          name={textOf(row)}
          rowKey={keyOf(row)}
          isFirst={place === 0}
          isSelected={onSelect === undefined ? undefined : selected?.has(keyOf(row)) === true}
          draw={children as (row: object) => ReactNode}
          press={(isTick, isRange) => latest.current(row, isTick, isRange)}
        />
      ))}
    </div>
  );
}

type Press<T> = (row: T, isTick: boolean, isRange: boolean) => void;

function between(
  order: readonly string[],
  from: string | undefined,
  to: string,
): readonly string[] {
  const ends = [order.indexOf(from ?? to), order.indexOf(to)];
  const [first = 0, last = 0] = ends.toSorted((a, b) => a - b);
  return order.slice(Math.max(first, 0), last + 1);
}

interface RowProps {
  readonly row: object;
  readonly rowKey: string;
  readonly name: string;
  readonly isFirst: boolean;
  /** Undefined where nothing can be selected. */
  readonly isSelected: boolean | undefined;
  readonly draw: (row: object) => ReactNode;
  readonly press: (isTick: boolean, isRange: boolean) => void;
}

/**
 * Drawn anew when it, or whether it is selected, has changed; what it calls is found by its list.
 */
const Row = memo(
  function Row({ row, rowKey, name, isFirst, isSelected, draw, press }: RowProps) {
    return (
      <div
        role="row"
        aria-label={name}
        aria-selected={isSelected}
        tabIndex={isFirst ? 0 : -1}
        data-row={rowKey}
        className="row-item"
        onClick={(event) => {
          const at = event.target as HTMLElement;
          if (at.closest('a, button') === null) press(at.closest('.tick') !== null, event.shiftKey);
        }}
      >
        {isSelected === undefined ? null : (
          <div role="gridcell" className="tick">
            <input
              type="checkbox"
              tabIndex={-1}
              checked={isSelected}
              readOnly
              aria-label={t('list.select')}
            />
          </div>
        )}
        <div role="gridcell">{draw(row)}</div>
      </div>
    );
  },
  (before, after) => before.row === after.row && before.isSelected === after.isSelected,
);
