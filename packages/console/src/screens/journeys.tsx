/** Journeys: everybody on their way, or those that a number elsewhere stands for. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { JourneyPage, JourneySummary } from '../../../onward/src/api/index.ts';
import { useChanged } from '../api/live.ts';
import { usePages } from '../api/queries.ts';
import { asServer } from '../app/clock.ts';
import { useView } from '../app/router.tsx';
import { useSession } from '../app/session.ts';
import { Chip } from '../parts/chip.tsx';
import { Empty } from '../parts/loaded.tsx';
import { Paged } from '../parts/paged.tsx';
import { Pick } from '../parts/pick.tsx';
import { RowList } from '../parts/row-list.tsx';
import { Changed, Fresh, Screen } from '../parts/screen.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t } from '../words/words.ts';

export function Page() {
  const [view] = useView();
  const navigate = useNavigate();
  const { journey, stage, step, owner, status, overdue } = view;
  const pages = usePages<JourneyPage>('/v1/journeys', {
    journey,
    stage,
    step,
    owner,
    status,
    overdue,
    limit: 100,
  });
  const rows = useMemo(
    () => pages.data?.pages.flatMap((page) => page.journeys) ?? [],
    [pages.data],
  );
  const ids = useMemo(() => new Set(rows.map(({ id }) => id)), [rows]);
  const changed = useChanged(ids, pages.dataUpdatedAt);
  const show = (): void => void pages.refetch();
  const readAt = asServer(pages.dataUpdatedAt);
  return (
    <Screen
      title={t('journeys.title')}
      lead={t('journeys.lead')}
      acts={<Fresh at={readAt} again={show} busy={pages.isFetching} />}
    >
      <Filters />
      <Changed count={changed.shown} show={show} />
      <section className="panel" aria-label={t('journeys.title')}>
        <Paged
          pages={pages}
          rowsOf={({ journeys }) => journeys}
          empty={<Empty title={t('journeys.none')} />}
          counted
        >
          {() => (
            <RowList
              label={t('journeys.title')}
              rows={rows}
              keyOf={({ id }) => id}
              textOf={({ sentence }) => sentence}
              onOpen={({ id }) => void navigate({ to: '/journeys/$id', params: { id } })}
            >
              {(row) => <Row row={row} />}
            </RowList>
          )}
        </Paged>
      </section>
    </Screen>
  );
}

function Row({ row }: { readonly row: JourneySummary }) {
  return (
    <div className="work">
      <div>
        <p className="work-sentence">{row.sentence}</p>
        <p className="work-under">
          <span>{nameOf(row.journey)}</span>
          <span>{nameOf(row.stage)}</span>
          <code>{row.id}</code>
        </p>
      </div>
      <div className="work-due">{row.due === null ? null : <When at={row.due} as="both" />}</div>
      <div className="work-why">
        {row.status === 'ended' ? (
          <Chip tone="good" shape="good">
            {nameOf(row.outcome ?? '')}
          </Chip>
        ) : row.overdue ? (
          <Chip tone="bad" shape="overdue">
            {t('why.overdue')}
          </Chip>
        ) : null}
      </div>
      <span className="small">{row.owner === null ? '' : nameOf(row.owner)}</span>
    </div>
  );
}

function Filters() {
  const [view, change] = useView();
  const { journeys, owners } = useSession();
  const chosen =
    journeys.find(({ name }) => name === view['journey']) ??
    (journeys.length === 1 ? journeys[0] : undefined);
  const any = { value: '', label: t('list.any') };
  const named = (names: readonly string[]) => [
    any,
    ...names.map((value) => ({ value, label: nameOf(value) })),
  ];
  return (
    <div className="filters">
      <Pick
        label={t('queue.journey')}
        value={view['journey'] ?? ''}
        choices={named(journeys.map(({ name }) => name))}
        onPick={(journey) => change({ journey, stage: '', step: '' })}
      />
      {chosen === undefined ? null : (
        <>
          <Pick
            label={t('journeys.stage')}
            value={view['stage'] ?? ''}
            choices={named(chosen.stages)}
            onPick={(stage) => change({ stage })}
          />
          <Pick
            label={t('journeys.step')}
            value={view['step'] ?? ''}
            choices={named(chosen.steps.map(({ name }) => name))}
            onPick={(step) => change({ step })}
          />
        </>
      )}
      <Pick
        label={t('queue.owner')}
        value={view['owner'] ?? ''}
        choices={named(owners.map(({ name }) => name))}
        onPick={(owner) => change({ owner })}
      />
      <Pick
        label={t('journeys.status')}
        value={view['status'] ?? 'open'}
        choices={(['open', 'ended', 'any'] as const).map((value) => ({
          value,
          label: t(`journeys.${value}`),
        }))}
        onPick={(status) => change({ status: status === 'open' ? '' : status })}
      />
    </div>
  );
}
