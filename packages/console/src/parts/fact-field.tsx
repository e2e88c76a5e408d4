/** A fact that a person states: its field, and the value it is sent as. */
import { useId } from 'react';
import type { OpenObligation } from '../../../onward/src/api/index.ts';
import { nameOf, t } from '../words/words.ts';
import { Pick } from './pick.tsx';

export type FactType = OpenObligation['actions'][number]['with'][string];

interface FactFieldProps {
  readonly name: string;
  readonly type: FactType;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function FactField({ name, type, value, onChange }: FactFieldProps) {
  const id = useId();
  const label = nameOf(name);
  if (type.kind === 'flag' || type.kind === 'one-of') {
    const values = type.kind === 'one-of' ? type.values : ['true', 'false'];
    const words = (each: string): string =>
      type.kind === 'flag' ? t(each === 'true' ? 'fact.yes' : 'fact.no') : nameOf(each);
    const choices = [
      { value: '', label: t('fact.choose') },
      ...values.map((each) => ({ value: each, label: words(each) })),
    ];
    return <Pick block label={label} value={value} choices={choices} onPick={onChange} />;
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={inputs[type.kind] ?? 'text'}
        value={value}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-hint`} className="hint">
        {t(`fact.hint-${type.kind}`)}
      </span>
    </div>
  );
}

const inputs: Readonly<Record<string, string>> = {
  instant: 'datetime-local',
  date: 'date',
  count: 'number',
};

/** The value as the API takes it; undefined while it is not complete. */
export function readFact(type: FactType, text: string): unknown {
  const given = text.trim();
  if (given === '') return undefined;
  switch (type.kind) {
    case 'flag':
      return given === 'true';
    case 'count': {
      const count = Number(given);
      return Number.isInteger(count) && count >= 0 && count <= type.max ? count : undefined;
    }
    case 'instant':
      return Number.isNaN(Date.parse(given)) ? undefined : new Date(given).toISOString();
    case 'money': {
      const found = /^(\d+(?:[.,]\d{1,2})?)\s*([A-Za-z]{3})$/u.exec(given);
      if (found === null) return undefined;
      const amount = Math.round(Number((found[1] ?? '').replace(',', '.')) * 100);
      return { amount, currency: (found[2] ?? '').toUpperCase() };
    }
    case 'one-of':
    case 'date':
    case 'duration':
    case 'zone':
    case 'ref':
    case 'code':
      return given;
  }
}
