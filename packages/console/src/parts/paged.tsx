/** A list that is read page after page, in each state it can be in, and more of it on demand. */
import type { ReactNode } from 'react';
import { t } from '../words/words.ts';
import { Button } from './button.tsx';
import { Loaded, type Asked } from './loaded.tsx';

interface Following {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

type Pages<P> = Asked<{ readonly pages: readonly P[] }> & Following;

interface PagedProps<P, R> {
  readonly pages: Pages<P>;
  readonly rowsOf: (page: P) => readonly R[];
  readonly empty: ReactNode;
  /** Says how many are shown. */
  readonly counted?: boolean;
  readonly children: (rows: readonly R[]) => ReactNode;
}

export function Paged<P, R>({ pages, rowsOf, empty, counted = false, children }: PagedProps<P, R>) {
  const rows = pages.data?.pages.flatMap(rowsOf);
  const { error, dataUpdatedAt, refetch } = pages;
  return (
    <Loaded
      query={{ data: rows, error, dataUpdatedAt, refetch }}
      isEmpty={(all) => all.length === 0}
      empty={empty}
    >
      {(all) => (
        <>
          {children(all)}
          <More pages={pages} {...(counted ? { shown: all.length } : {})} />
        </>
      )}
    </Loaded>
  );
}

interface MoreProps {
  readonly pages: Following;
  readonly shown?: number;
}

export function More({ pages, shown }: MoreProps) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  if (!hasNextPage && shown === undefined) return null;
  return (
    <div className="rows-foot">
      {shown === undefined ? null : (
        <span className="small soft">{t('queue.shown', { n: shown })}</span>
      )}
      {hasNextPage ? (
        <Button onPress={() => void fetchNextPage()} isDisabled={isFetchingNextPage}>
          {t('list.more')}
        </Button>
      ) : null}
    </div>
  );
}
