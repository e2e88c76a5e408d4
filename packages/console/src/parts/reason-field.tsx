/**
 * Why, as a code: a sentence could hold what must not be kept, so what is written becomes words
 * joined by hyphens.
 */
import { useId } from 'react';
import { t } from '../words/words.ts';

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (code: string) => void;
}

const usual = [
  'waiting-for-patient',
  'waiting-for-insurer',
  'on-request',
  'system-away',
  'duplicate',
  'done-elsewhere',
];

export function ReasonField({ value, onChange }: ReasonFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('reason.label')}</label>
      <input
        id={id}
        list={`${id}-usual`}
        value={value}
        maxLength={64}
        autoComplete="off"
        required
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(codeOf(event.target.value))}
      />
      <datalist id={`${id}-usual`}>
        {usual.map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
      <span id={`${id}-hint`} className="hint">
        {t('reason.hint')}
      </span>
    </div>
  );
}

function codeOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replace(/^[^a-z]+/u, '');
}
