/**
 * Flow: the map of a journey with live counts, how the stages fill, how old the work is, which ways
 * were gone.
 */
import { lazyRouteComponent, Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { Ageing, Cumulative, Flow, Variants } from '../../../onward/src/api/index.ts';
import { useRead } from '../api/queries.ts';
import { useView } from '../app/router.tsx';
import { useSession } from '../app/session.ts';
import { Chip } from '../parts/chip.tsx';
import { Empty, Loaded, NotMeasured, Skeleton } from '../parts/loaded.tsx';
import { Figure } from '../parts/number.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { lasting } from '../words/time.ts';
import { nameOf, t } from '../words/words.ts';
import { AgeBars } from './flow/age-bars.tsx';
import { CumulativeChart } from './flow/cumulative.tsx';
import { Either } from './flow/either.tsx';

const FlowMap = lazyRouteComponent(() => import('./flow/map.tsx'), 'FlowMap');

export function Page() {
  const [view, change] = useView();
  const { journeys } = useSession();
  const journey = view['journey'] ?? journeys[0]?.name ?? '';
  const query = useRead<Flow>('/v1/flow', { journey }, 10_000);
  return (
    <Screen
      title={t('flow.title')}
      lead={t('flow.lead')}
      acts={
        <>
          <Fresh at={query.data?.at} again={() => query.refetch()} busy={query.isFetching} />
          <Pick
            label={t('queue.journey')}
            value={journey}
            choices={journeys.map(({ name }) => ({ value: name, label: nameOf(name) }))}
            onPick={(value) => change({ journey: value })}
          />
        </>
      }
    >
      <Panel title={t('flow.map')} flush>
        <Loaded query={query}>
          {(flow) => (
            <Either
              chart={
                <Suspense fallback={<Skeleton rows={8} />}>
                  <FlowMap flow={flow} />
                </Suspense>
              }
              table={<Steps flow={flow} />}
            />
          )}
        </Loaded>
      </Panel>
      <div className="halves">
        <CumulativePanel journey={journey} />
        <AgeingPanel journey={journey} />
      </div>
      <VariantsPanel journey={journey} />
    </Screen>
  );
}

function Steps({ flow }: { readonly flow: Flow }) {
  return (
    <Table
      caption={t('flow.steps')}
      rows={flow.steps}
      keyOf={({ step }) => step}
      columns={[
        { name: t('journeys.step'), cell: ({ step }) => nameOf(step) },
        {
          name: t('flow.open'),
          isNumber: true,
          cell: ({ step, open }) => (
            <Figure
              value={open}
              rows={{ to: '/journeys', search: { journey: flow.journey, step } }}
            />
          ),
        },
        {
          name: t('flow.overdue'),
          isNumber: true,
          cell: ({ step, overdue }) => (
            <Figure
              value={overdue}
              rows={{
                to: '/queue',
                search: { journey: flow.journey, step, owner: 'all', state: 'overdue' },
              }}
            />
          ),
        },
        { name: t('flow.held'), isNumber: true, cell: ({ held }) => held.toLocaleString('en') },
        {
          name: t('flow.p50'),
          isNumber: true,
          cell: ({ age }) => (age === null ? <Figure value={null} /> : lasting(age.p50Ms)),
        },
        {
          name: t('flow.p85'),
          isNumber: true,
          cell: ({ age }) => (age === null ? <Figure value={null} /> : lasting(age.p85Ms)),
        },
        {
          name: t('flow.target'),
          isNumber: true,
          cell: ({ targetMs }) => (targetMs === null ? t('flow.no-target') : lasting(targetMs)),
        },
        {
          name: t('flow.oldest-due'),
          cell: ({ oldestDue }) => (oldestDue === null ? '' : <When at={oldestDue} as="both" />),
        },
      ]}
    />
  );
}

function CumulativePanel({ journey }: { readonly journey: string }) {
  const query = useRead<Cumulative>('/v1/flow/cumulative', { journey, days: 30 }, 60_000);
  return (
    <Panel title={t('flow.cumulative')}>
      <Loaded query={query}>
        {(data) =>
          data.measuredSince === null || data.days.length === 0 ? (
            <NotMeasured>{t('flow.cumulative-not-yet')}</NotMeasured>
          ) : (
            <Either
              chart={<CumulativeChart data={data} />}
              table={<CumulativeTable data={data} />}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

function CumulativeTable({ data }: { readonly data: Cumulative }) {
  return (
    <Table
      caption={t('flow.cumulative')}
      rows={data.days}
      keyOf={({ day }) => day}
      columns={[
        { name: t('flow.day'), cell: ({ day }) => day },
        ...data.stages.map((stage) => ({
          name: nameOf(stage),
          isNumber: true,
          cell: ({ open }: Cumulative['days'][number]) => open[stage] ?? 0,
        })),
        { name: t('flow.arrived'), isNumber: true, cell: ({ arrived }) => arrived },
        { name: t('flow.ended'), isNumber: true, cell: ({ ended }) => ended },
      ]}
    />
  );
}

function AgeingPanel({ journey }: { readonly journey: string }) {
  const query = useRead<Ageing>('/v1/flow/ageing', { journey }, 60_000);
  return (
    <Panel title={t('flow.ageing')} end={<Fresh at={query.data?.at} />}>
      <Loaded query={query}>
        {({ at, steps }) => {
          if (at === null) return <NotMeasured>{t('flow.ageing-not-yet')}</NotMeasured>;
          if (steps.length === 0) return <Empty title={t('journeys.none')} />;
          return (
            <Either
              chart={<AgeBars steps={steps} journey={journey} />}
              table={<AgeTable steps={steps} />}
            />
          );
        }}
      </Loaded>
    </Panel>
  );
}

function AgeTable({ steps }: Pick<Ageing, 'steps'>) {
  return (
    <Table
      caption={t('flow.ageing')}
      rows={steps}
      keyOf={({ step }) => step}
      columns={[
        { name: t('journeys.step'), cell: ({ step }) => nameOf(step) },
        { name: t('flow.open'), isNumber: true, cell: ({ of }) => of },
        { name: t('flow.p50'), isNumber: true, cell: ({ p50Ms }) => lasting(p50Ms) },
        { name: t('flow.p85'), isNumber: true, cell: ({ p85Ms }) => lasting(p85Ms) },
        { name: t('flow.p95'), isNumber: true, cell: ({ p95Ms }) => lasting(p95Ms) },
      ]}
    />
  );
}

function VariantsPanel({ journey }: { readonly journey: string }) {
  const query = useRead<Variants>('/v1/flow/variants', { journey }, false);
  return (
    <Panel
      title={t('flow.variants')}
      end={
        query.data === undefined ? null : (
          <span className="small soft">{t('flow.of-ended', { n: query.data.of })}</span>
        )
      }
      flush
    >
      <Loaded
        query={query}
        isEmpty={({ variants }) => variants.length === 0}
        empty={<Empty title={t('flow.no-variants')} />}
      >
        {({ variants }) => (
          <Table
            caption={t('flow.variants')}
            rows={variants}
            keyOf={({ steps, example }) => `${steps.join(' ')} ${example}`}
            columns={[
              {
                name: t('flow.way'),
                cell: ({ steps, example }) => (
                  <span className="row small">
                    {steps.map((step, place) => (
                      <span key={`${step} ${place}`}>
                        {place === 0 ? '' : '→ '}
                        {nameOf(step)}
                      </span>
                    ))}
                    <Link to="/journeys/$id" params={{ id: example }}>
                      {t('flow.example')}
                    </Link>
                  </span>
                ),
              },
              {
                name: t('flow.count'),
                isNumber: true,
                cell: ({ count }) => count.toLocaleString('en'),
              },
              {
                name: t('flow.share'),
                isNumber: true,
                cell: ({ share }) => `${(share * 100).toFixed(1)} %`,
              },
              { name: t('flow.median'), isNumber: true, cell: ({ medianMs }) => lasting(medianMs) },
              {
                name: t('flow.outcome'),
                cell: ({ outcomes }) => (
                  <span className="row">
                    {Object.entries(outcomes).map(([outcome, count]) => (
                      <Chip key={outcome}>{`${nameOf(outcome)} ${count}`}</Chip>
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
