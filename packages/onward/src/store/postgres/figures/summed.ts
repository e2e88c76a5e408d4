/** Adds up counts that several cells have of the same. */
export function summed<T extends { readonly count: number }>(
  rows: readonly T[],
  nameOf: (row: T) => string,
): readonly T[] {
  const groups = [...Map.groupBy(rows, nameOf).values()];
  return groups.flatMap((own) => {
    const [first] = own;
    const count = own.reduce((sum, each) => sum + each.count, 0);
    return first === undefined ? [] : [{ ...first, count }];
  });
}
