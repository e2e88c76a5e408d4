/** Aligned columns that stay readable at 80 characters: a line that is too long is cut. */

export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string;
}

const gap = '  ';

/** Lines of a table, the head first; an empty list gives no lines. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): readonly string[] {
  if (rows.length === 0) return [];
  const cells = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => column.of(row))),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => line[index]?.length ?? 0)),
  );
  return cells.map((line) => {
    const padded = line.map((cell, index) =>
      index === line.length - 1 ? cell : cell.padEnd(widths[index] ?? 0),
    );
    return cut(padded.join(gap).trimEnd(), width);
  });
}

function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1))}…`;
}
