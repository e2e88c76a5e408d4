/** A number that opens its rows; not measured is told from none. */
import { Link } from '@tanstack/react-router';
import { t } from '../words/words.ts';

export interface Rows {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

interface FigureProps {
  readonly value: number | null | undefined;
  readonly rows?: Rows | undefined;
}

const numbers = new Intl.NumberFormat('en');

export function Figure({ value, rows }: FigureProps) {
  if (value === null || value === undefined) {
    return <span className="soft">{t('state.not-measured-short')}</span>;
  }
  const text = numbers.format(value);
  if (rows === undefined || value === 0) return <>{text}</>;
  return (
    <Link to={rows.to} search={rows.search ?? {}}>
      {text}
    </Link>
  );
}

interface StatProps extends FigureProps {
  readonly label: string;
  readonly tone?: 'bad' | 'warn' | 'hold' | undefined;
  /** Its rows are shown beside it: whether they are, and what a press is to make of it. */
  readonly isOpen?: boolean;
  readonly onOpen?: (isOpen: boolean) => void;
}

export function Stat({ value, rows, label, tone, isOpen = false, onOpen }: StatProps) {
  const measured = value !== null && value !== undefined;
  const inside = (
    <>
      <b className={measured ? undefined : 'unmeasured'}>
        {measured ? numbers.format(value) : t('state.not-measured-short')}
      </b>
      <span>{label}</span>
    </>
  );
  const shown = measured && value > 0 ? tone : undefined;
  if (onOpen !== undefined && measured && value > 0) {
    return (
      <button
        type="button"
        className="stat"
        data-tone={shown}
        aria-expanded={isOpen}
        onClick={() => onOpen(!isOpen)}
      >
        {inside}
      </button>
    );
  }
  return rows === undefined ? (
    <div className="stat" data-tone={shown}>
      {inside}
    </div>
  ) : (
    <Link className="stat" data-tone={shown} to={rows.to} search={rows.search ?? {}}>
      {inside}
    </Link>
  );
}
