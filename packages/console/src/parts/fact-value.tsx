/** A fact's value as it is shown: a time as people tell it, anything else in words. */
import { factText } from '../words/fact-text.ts';
import { When } from './when.tsx';

interface FactValueProps {
  readonly value: unknown;
  /** IANA; without one, the program's. */
  readonly zone?: string | undefined;
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/u;

export function FactValue({ value, zone }: FactValueProps) {
  const isTime = typeof value === 'string' && instant.test(value);
  return isTime ? <When at={value} zone={zone} as="both" /> : <>{factText(value)}</>;
}
