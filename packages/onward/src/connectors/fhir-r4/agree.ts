/** Whether a resource, read back, holds what was written. */
import type { Json } from '../../core/index.ts';
import { readInstant } from '../../core/index.ts';
import { isObject } from './json.ts';
import { reduce } from './reference.ts';

/**
 * Every written member is there with its value; the EHR may add to it, write an instant in another
 * zone, a reference with its base, and a narrative in its own markup.
 */
export function agrees(read: Json | undefined, written: Json, base: string): boolean {
  if (Array.isArray(written)) {
    const items = Array.isArray(read) ? (read as readonly Json[]) : [];
    return (written as readonly Json[]).every((each) =>
      items.some((item) => agrees(item, each, base)),
    );
  }
  if (isObject(written)) {
    if (!isObject(read)) return false;
    return Object.entries(written).every(([name, value]) => {
      const found = Object.hasOwn(read, name) ? read[name] : undefined;
      if (name === 'div') return typeof found === 'string' && found !== '';
      if (name === 'reference') return sameReference(found, value, base);
      return agrees(found, value, base);
    });
  }
  if (read === written) return true;
  if (typeof read !== 'string' || typeof written !== 'string') return false;
  const instant = readInstant(written);
  return instant !== undefined && readInstant(read) === instant;
}

function sameReference(read: Json | undefined, written: Json, base: string): boolean {
  if (typeof read !== 'string' || typeof written !== 'string') return false;
  const [one, other] = [reduce(read, base), reduce(written, base)];
  if (typeof one === 'string' || typeof other === 'string') return read === written;
  return one.type === other.type && one.id === other.id;
}
