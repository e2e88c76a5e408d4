/** A choice among a few, said beside it; the machine's own list is the most usable one. */
import { useId } from 'react';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onPick: (value: string) => void;
  /** As a field of a form, its label above. */
  readonly block?: boolean;
}

export function Pick({ label, value, choices, onPick, block = false }: PickProps) {
  const id = useId();
  return (
    <span className={block ? 'field' : 'pick'}>
      <label htmlFor={id} className={block ? undefined : 'soft'}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onPick(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </span>
  );
}
