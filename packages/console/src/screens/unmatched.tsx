/** Unmatched: input that nobody could place, and deliveries set aside; each can be mended here. */
import { useState } from 'react';
import { post } from '../api/client.ts';
import { asServer } from '../app/clock.ts';
import { usePages, useRenew } from '../api/queries.ts';
import { attempt } from '../parts/attempt.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { Empty } from '../parts/loaded.tsx';
import { Paged } from '../parts/paged.tsx';
import { Panel } from '../parts/panel.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { say } from '../parts/toasts.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t } from '../words/words.ts';

interface UnmatchedPage {
  readonly next: string | null;
  readonly unmatched: readonly {
    readonly id: string;
    readonly source: string;
    readonly type: string;
    readonly occurredAt: string;
    readonly receivedAt: string;
    readonly reason: string;
    readonly owner: string;
    readonly due: string;
  }[];
}
interface AsidePage {
  readonly next: string | null;
  readonly quarantined: readonly {
    readonly id: string;
    readonly system: string;
    readonly code: string;
    readonly at: readonly string[];
    readonly receivedAt: string;
    readonly nextAt: string;
    readonly state: string;
    readonly tries: number;
  }[];
}

export function Page() {
  const unmatched = usePages<UnmatchedPage>('/v1/unmatched');
  const aside = usePages<AsidePage>('/v1/quarantine', { state: 'open' });
  const again = (): void => {
    void unmatched.refetch();
    void aside.refetch();
  };
  const readAt = asServer(unmatched.dataUpdatedAt);
  return (
    <Screen
      title={t('unmatched.title')}
      lead={t('unmatched.lead')}
      acts={
        <>
          <Fresh at={readAt} again={again} busy={unmatched.isFetching} />
          <ButtonLink to="/recovery">{t('unmatched.recover')}</ButtonLink>
        </>
      }
    >
      <Panel title={t('unmatched.events')} flush>
        <Paged
          pages={unmatched}
          rowsOf={(page) => page.unmatched}
          empty={<Empty title={t('unmatched.none')} />}
        >
          {(rows) => <Unmatched rows={rows} />}
        </Paged>
      </Panel>
      <Panel title={t('aside.title')} end={<Refetch />} flush>
        <Paged
          pages={aside}
          rowsOf={(page) => page.quarantined}
          empty={<Empty title={t('aside.none')} />}
        >
          {(rows) => <Aside rows={rows} />}
        </Paged>
      </Panel>
    </Screen>
  );
}

function Unmatched({ rows }: { readonly rows: UnmatchedPage['unmatched'] }) {
  return (
    <Table
      caption={t('unmatched.events')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('unmatched.type'), cell: ({ type }) => <strong>{nameOf(type)}</strong> },
        { name: t('unmatched.source'), cell: ({ source }) => source },
        {
          name: t('unmatched.reason'),
          cell: ({ reason }) => (
            <Chip tone="warn" shape="exception">
              {reason}
            </Chip>
          ),
        },
        {
          name: t('unmatched.occurred'),
          cell: ({ occurredAt }) => <When at={occurredAt} as="both" />,
        },
        {
          name: t('unmatched.received'),
          cell: ({ receivedAt }) => <When at={receivedAt} as="both" />,
        },
        { name: t('queue.owner'), cell: ({ owner }) => nameOf(owner) },
        { name: t('queue.due'), cell: ({ due }) => <When at={due} as="both" /> },
      ]}
    />
  );
}

function Aside({ rows }: { readonly rows: AsidePage['quarantined'] }) {
  return (
    <Table
      caption={t('aside.title')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('unmatched.source'), cell: ({ system }) => system },
        {
          name: t('unmatched.reason'),
          cell: ({ code }) => (
            <Chip tone="warn" shape="exception">
              {code}
            </Chip>
          ),
        },
        { name: t('aside.where'), cell: ({ at }) => <code>{at.join(', ')}</code> },
        {
          name: t('unmatched.received'),
          cell: ({ receivedAt }) => <When at={receivedAt} as="both" />,
        },
        { name: t('aside.tries'), isNumber: true, cell: ({ tries }) => tries },
        { name: t('aside.next'), cell: ({ nextAt }) => <When at={nextAt} as="both" /> },
      ]}
    />
  );
}

interface Refetched {
  readonly refetched: number;
  readonly givenUp: number;
  readonly left: number;
}

function Refetch() {
  const [busy, setBusy] = useState(false);
  const renew = useRenew();
  const ask = async (): Promise<void> => {
    setBusy(true);
    const found = await attempt(() => post<Refetched>('/v1/quarantine/refetch', {}));
    setBusy(false);
    if (found === undefined) return;
    say(
      t('aside.refetched', {
        refetched: found.refetched,
        givenUp: found.givenUp,
        left: found.left,
      }),
    );
    renew('/v1/quarantine', '/v1/unmatched');
  };
  return (
    <Button small isDisabled={busy} onPress={() => void ask()}>
      {t('aside.refetch')}
    </Button>
  );
}
