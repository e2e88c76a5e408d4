/** Rows as the port has them: what a row does not say is absent, not null. */
export function told(row: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
