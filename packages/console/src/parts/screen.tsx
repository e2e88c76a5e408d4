/**
 * A screen: its name, the question that it answers, what can be done on it, and how fresh it is.
 */
import { RefreshCw } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useNow } from '../app/clock.ts';
import { useSession } from '../app/session.ts';
import { clockTime, relative } from '../words/time.ts';
import { t } from '../words/words.ts';
import { Button } from './button.tsx';

interface ScreenProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

export function Screen({ title, lead, acts, children }: ScreenProps) {
  useEffect(() => {
    document.title = `${title} · Onward`;
  }, [title]);
  return (
    <div className="screen">
      <header className="screen-head">
        <div>
          <h1 tabIndex={-1}>{title}</h1>
          {lead === undefined ? null : <p className="lead">{lead}</p>}
        </div>
        {acts === undefined ? null : <div className="screen-acts">{acts}</div>}
      </header>
      {children}
    </div>
  );
}

interface FreshProps {
  /** When the server measured it; null: it has not yet. */
  readonly at: string | null | undefined;
  readonly again?: () => unknown;
  readonly busy?: boolean;
}

/** As of when; asks again at a press. */
export function Fresh({ at, again, busy = false }: FreshProps) {
  const now = useNow();
  const { zone } = useSession();
  const words =
    at === null || at === undefined
      ? t('fresh.never')
      : now - Date.parse(at) < 60_000
        ? t('fresh.at', { time: clockTime(Date.parse(at), zone) })
        : t('fresh.ago', { ago: relative(Date.parse(at), now) });
  return (
    <span className="row tiny soft">
      <span>{words}</span>
      {again === undefined ? null : (
        <Button
          kind="quiet"
          small
          icon
          aria-label={t('act.refresh')}
          onPress={again}
          isDisabled={busy}
        >
          <RefreshCw size={14} aria-hidden="true" />
        </Button>
      )}
    </span>
  );
}

interface ChangedProps {
  readonly count: number;
  /** What has changed: journeys, or the places of rows. */
  readonly of?: 'changed' | 'rows';
  readonly show: () => unknown;
}

/** "12 changed, show": what is shown stays as it is until somebody asks for more. */
export function Changed({ count, of = 'changed', show }: ChangedProps) {
  return (
    <div aria-live="polite" className="changed">
      {count === 0 ? null : (
        <div className="bar">
          {t(`live.${of}`, { count })}
          <span className="end">
            <Button small onPress={show}>
              {t('live.show')}
            </Button>
          </span>
        </div>
      )}
    </div>
  );
}
