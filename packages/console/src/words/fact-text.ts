/** A fact's value in words. */
import { t } from './words.ts';

/** A sealed id is long, and says nothing to anybody: its beginning tells it from others. */
const sealedId = /^[0-9a-f]{32}$/u;

export function factText(value: unknown): string {
  if (typeof value === 'string' && sealedId.test(value)) return `${value.slice(0, 8)}…`;
  if (typeof value === 'boolean') return t(value ? 'fact.yes' : 'fact.no');
  if (typeof value === 'object' && value !== null && 'currency' in value && 'amount' in value) {
    const { amount, currency } = value as { amount: number; currency: string };
    return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 100);
  }
  return String(value);
}
