/** One of the program's teams and roles. */
import { useSession } from '../app/session.ts';
import { nameOf, t } from '../words/words.ts';
import { Pick } from './pick.tsx';

interface OwnerPickProps {
  readonly value: string;
  readonly onPick: (owner: string) => void;
  readonly label?: string;
  /** Not as a field of a form. */
  readonly inline?: boolean;
}

export function OwnerPick({ value, onPick, label = t('act.to'), inline = false }: OwnerPickProps) {
  const { owners } = useSession();
  const choices = owners.map(({ name }) => ({ value: name, label: nameOf(name) }));
  return <Pick block={!inline} label={label} value={value} choices={choices} onPick={onPick} />;
}
