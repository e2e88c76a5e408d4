/**
 * Rows that are asked for again by themselves, in places that stay: figures change where they
 * stand; rows come, go and move when somebody asks.
 */
import { useState, type ReactNode } from 'react';
import { useKeys } from './keys.ts';
import { Changed } from './screen.tsx';

interface SteadyProps<T> {
  /** As they were answered last, in their order. */
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly children: (rows: readonly T[]) => ReactNode;
}

export function Steady<T>({ rows, keyOf, children }: SteadyProps<T>) {
  const [order, setOrder] = useState(rows);
  const newest = new Map(rows.map((row) => [keyOf(row), row]));
  const places = order.map(keyOf);
  const moved = rows.filter((row, at) => keyOf(row) !== places[at]).length;
  const gone = places.filter((key) => !newest.has(key)).length;
  const show = (): void => setOrder(rows);
  useKeys({ r: show });
  return (
    <>
      <Changed count={Math.max(moved, gone)} of="rows" show={show} />
      {children(order.map((row) => newest.get(keyOf(row)) ?? row))}
    </>
  );
}
