/**
 * What was asked for, in each state it can be in: on its way, refused, failed, old, empty, here.
 */
import { CircleSlash2, CloudOff, Inbox, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { asServer, useNow } from '../app/clock.ts';
import { relative } from '../words/time.ts';
import { t } from '../words/words.ts';
import { Button } from './button.tsx';

/** What is known of an answer: a query, or the pages of one. */
export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly dataUpdatedAt: number;
  readonly refetch: () => unknown;
}

interface LoadedProps<T> {
  readonly query: Asked<T>;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

export function Loaded<T>({ query, isEmpty, empty, children }: LoadedProps<T>) {
  const { data, error } = query;
  if (data === undefined) {
    return error === null ? <Skeleton /> : <Failed error={error} again={() => query.refetch()} />;
  }
  return (
    <>
      {error === null ? null : <Old since={query.dataUpdatedAt} again={() => query.refetch()} />}
      {isEmpty?.(data) === true ? (empty ?? <Empty title={t('state.empty')} />) : children(data)}
    </>
  );
}

export function Skeleton({ rows = 5 }: { readonly rows?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="only-spoken">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} aria-hidden="true" style={{ width: `${90 - ((index * 23) % 40)}%` }} />
      ))}
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing is there, and that is known. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="state">
      <Inbox size={22} aria-hidden="true" />
      <strong>{title}</strong>
      {children === undefined ? null : <div>{children}</div>}
    </div>
  );
}

/** It is not known whether there is anything. */
export function NotMeasured({ children }: { readonly children?: ReactNode }) {
  return (
    <div className="state">
      <CircleSlash2 size={22} aria-hidden="true" />
      <strong>{t('state.not-measured')}</strong>
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}

function Failed({ error, again }: { readonly error: Error; readonly again: () => unknown }) {
  const isForbidden = error instanceof ApiError && error.isForbidden;
  const Icon = isForbidden ? Lock : CloudOff;
  return (
    <div className="state" role="alert">
      <Icon size={22} aria-hidden="true" />
      <strong>{isForbidden ? t('state.forbidden') : t('state.failed')}</strong>
      <p>{error.message}</p>
      {error instanceof ApiError ? <code className="tiny">{error.code}</code> : null}
      <Button onPress={again}>{t('act.try-again')}</Button>
    </div>
  );
}

function Old({ since, again }: { readonly since: number; readonly again: () => unknown }) {
  const now = useNow();
  return (
    <div className="bar" data-tone="warn" role="status">
      {t('state.stale', { ago: relative(Date.parse(asServer(since) ?? ''), now) })}
      <span className="end">
        <Button small onPress={again}>
          {t('act.try-again')}
        </Button>
      </span>
    </div>
  );
}
