/** Recovery: what waits, grouped by why; previewed, run, and seen to be gone. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Cause, RecoveryRunPage } from '../../../onward/src/api/index.ts';
import { useRead } from '../api/queries.ts';
import { asServer } from '../app/clock.ts';
import { useView } from '../app/router.tsx';
import { get } from '../api/client.ts';
import { Chip } from '../parts/chip.tsx';
import { Empty, Loaded } from '../parts/loaded.tsx';
import { Figure } from '../parts/number.tsx';
import { Panel } from '../parts/panel.tsx';
import { StatusChip } from '../parts/run-results.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Steady } from '../parts/steady.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t, type MessageId } from '../words/words.ts';
import { Recover } from './recovery/recover.tsx';

interface Causes {
  readonly causes: readonly Cause[];
}

export function Page() {
  const [view, change] = useView();
  const query = useRead<Causes>('/v1/recovery/causes', {}, 15_000);
  const readAt = asServer(query.dataUpdatedAt);
  const chosen = query.data?.causes.find(({ id }) => id === view['cause']);
  return (
    <Screen
      title={t('recovery.title')}
      lead={t('recovery.lead')}
      acts={<Fresh at={readAt} again={() => query.refetch()} busy={query.isFetching} />}
    >
      <Panel title={t('recovery.causes')} flush>
        <Loaded
          query={query}
          isEmpty={({ causes }) => causes.length === 0}
          empty={<Empty title={t('recovery.none')}>{t('recovery.none-lead')}</Empty>}
        >
          {({ causes }) => (
            <Steady rows={causes} keyOf={({ id }) => id}>
              {(rows) => <CauseTable causes={rows} chosen={view['cause']} />}
            </Steady>
          )}
        </Loaded>
      </Panel>
      {chosen === undefined ? null : (
        <Recover key={chosen.id} cause={chosen} onClose={() => change({ cause: '' })} />
      )}
      <Runs />
    </Screen>
  );
}

function CauseTable({
  causes,
  chosen,
}: {
  readonly causes: readonly Cause[];
  readonly chosen: string | undefined;
}) {
  return (
    <Table
      caption={t('recovery.causes')}
      rows={causes}
      keyOf={({ id }) => id}
      columns={[
        {
          name: t('recovery.kind'),
          cell: ({ kind }) => (
            <Chip tone="warn" shape="exception">
              {t(`cause.${kind}` as MessageId)}
            </Chip>
          ),
        },
        {
          name: t('recovery.what'),
          cell: ({ id, name, system, step }) => (
            <>
              <Link
                to="/recovery"
                search={{ cause: id }}
                aria-current={id === chosen ? 'true' : undefined}
              >
                {nameOf(name)}
              </Link>
              <br />
              <span className="small soft">
                {[system, step === null ? null : nameOf(step)]
                  .filter((each) => each !== null && each !== nameOf(name))
                  .join(' · ')}
              </span>
            </>
          ),
        },
        {
          name: t('recovery.count'),
          isNumber: true,
          cell: ({ id, count }) => (
            <Figure value={count} rows={{ to: '/recovery', search: { cause: id } }} />
          ),
        },
        {
          name: t('recovery.oldest'),
          cell: ({ kind, oldest }) => (
            <>
              {kind === 'stall' ? t('recovery.due-next') : null} <When at={oldest} as="both" />
            </>
          ),
        },
        { name: t('queue.owner'), cell: ({ owners }) => owners.map(nameOf).join(', ') },
      ]}
    />
  );
}

function Runs() {
  const query = useQuery({
    queryKey: ['/v1/recovery/runs'],
    queryFn: () => get<RecoveryRunPage>('/v1/recovery/runs', { limit: 20 }),
    refetchInterval: 15_000,
  });
  return (
    <Panel title={t('recovery.runs')} flush>
      <Loaded
        query={query}
        isEmpty={({ runs }) => runs.length === 0}
        empty={<Empty title={t('recovery.no-runs')} />}
      >
        {({ runs }) => (
          <Table
            caption={t('recovery.runs')}
            rows={runs}
            keyOf={({ id }) => id}
            columns={[
              { name: t('recovery.act'), cell: ({ act }) => t(`recovery.act-${act}` as MessageId) },
              { name: t('recovery.kind'), cell: ({ kind }) => t(`cause.${kind}` as MessageId) },
              { name: t('record.actor'), cell: ({ actor }) => actor ?? '' },
              {
                name: t('recovery.started'),
                cell: ({ startedAt }) =>
                  startedAt === null ? '' : <When at={startedAt} as="both" />,
              },
              {
                name: t('recovery.came'),
                cell: ({ counts }) => (
                  <span className="row">
                    {(['verified', 'unverified', 'failed', 'waiting'] as const)
                      .filter((status) => counts[status] > 0)
                      .map((status) => (
                        <StatusChip key={status} status={status} count={counts[status]} />
                      ))}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}
