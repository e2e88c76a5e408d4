/** Promises: clocks that are at risk or were passed, and whose minutes they were. */
import { Link } from '@tanstack/react-router';
import type { Promises } from '../../../onward/src/api/index.ts';
import { usePages } from '../api/queries.ts';
import { useView } from '../app/router.tsx';
import { Charged } from '../parts/charged.tsx';
import { Chip } from '../parts/chip.tsx';
import { Empty, Loaded, NotMeasured } from '../parts/loaded.tsx';
import { Figure } from '../parts/number.tsx';
import { More } from '../parts/paged.tsx';
import { Panel } from '../parts/panel.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { lasting } from '../words/time.ts';
import { nameOf, t } from '../words/words.ts';

const states = ['at-risk', 'passed', 'running', 'paused'] as const;

export function Page() {
  const [view, change] = useView();
  const state = view['state'] ?? 'at-risk';
  const pages = usePages<Promises>('/v1/promises', {
    clock: view['clock'],
    journey: view['journey'],
    state,
  });
  const first = pages.data?.pages[0];
  return (
    <Screen
      title={t('promises.title')}
      lead={t('promises.lead')}
      acts={<Fresh at={first?.at} again={() => pages.refetch()} busy={pages.isFetching} />}
    >
      <Loaded query={{ ...pages, data: first }}>
        {({ at, clocks }) => {
          if (at === null) return <NotMeasured>{t('promises.not-yet')}</NotMeasured>;
          if (clocks.length === 0)
            return <Empty title={t('promises.no-clocks')}>{t('promises.no-clocks-lead')}</Empty>;
          return (
            <>
              <Clocks clocks={clocks} />
              <div className="tabs" role="group" aria-label={t('queue.state')}>
                {states.map((each) => (
                  <button
                    key={each}
                    type="button"
                    aria-pressed={each === state}
                    onClick={() => change({ state: each === 'at-risk' ? '' : each })}
                  >
                    {t(`promises.${each}`)}
                  </button>
                ))}
              </div>
              <Panel
                title={t(`promises.${states.find((each) => each === state) ?? 'at-risk'}`)}
                flush
              >
                <Rows rows={pages.data?.pages.flatMap((page) => page.rows) ?? []} />
                <More pages={pages} />
              </Panel>
            </>
          );
        }}
      </Loaded>
    </Screen>
  );
}

function Clocks({ clocks }: Pick<Promises, 'clocks'>) {
  return (
    <Panel title={t('promises.clocks')} flush>
      <Table
        caption={t('promises.clocks')}
        rows={clocks}
        keyOf={({ journey, clock }) => `${journey} ${clock}`}
        columns={[
          {
            name: t('promises.clock'),
            cell: ({ clock, journey, target }) => (
              <>
                <strong>{nameOf(clock)}</strong>
                <br />
                <span className="small soft">
                  {nameOf(journey)}
                  {target === null ? '' : ` · ${target}`}
                </span>
              </>
            ),
          },
          {
            name: t('promises.running'),
            isNumber: true,
            cell: (row) => <Count row={row} state="running" />,
          },
          {
            name: t('promises.paused'),
            isNumber: true,
            cell: (row) => <Count row={row} state="paused" />,
          },
          {
            name: t('promises.at-risk'),
            isNumber: true,
            cell: (row) => <Count row={row} state="at-risk" />,
          },
          {
            name: t('promises.passed'),
            isNumber: true,
            cell: (row) => <Count row={row} state="passed" />,
          },
          { name: t('promises.whose'), cell: ({ charged }) => <Charged charged={charged} /> },
        ]}
      />
    </Panel>
  );
}

interface CountProps {
  readonly row: Promises['clocks'][number];
  readonly state: (typeof states)[number];
}

function Count({ row, state }: CountProps) {
  const value = state === 'at-risk' ? row.atRisk : row[state];
  const search = { clock: row.clock, journey: row.journey, state };
  return <Figure value={value} rows={{ to: '/promises', search }} />;
}

function Rows({ rows }: Pick<Promises, 'rows'>) {
  if (rows.length === 0) return <Empty title={t('promises.none')} />;
  return (
    <Table
      caption={t('promises.title')}
      rows={rows}
      keyOf={({ journey, clock }) => `${journey} ${clock}`}
      columns={[
        {
          name: t('promises.who'),
          cell: ({ journey, sentence, clock }) => (
            <>
              <Link to="/journeys/$id" params={{ id: journey }}>
                {sentence}
              </Link>
              <br />
              <span className="small soft">{nameOf(clock)}</span>
            </>
          ),
        },
        {
          name: t('promises.left'),
          cell: ({ leftMs, passed, due, zone }) => (
            <>
              {passed !== null ? (
                <Chip tone="bad" shape="overdue">
                  {t('promises.passed')}
                </Chip>
              ) : (
                <strong>{leftMs === null ? '' : lasting(leftMs)}</strong>
              )}
              <br />
              <span className="small soft">
                {due === null ? null : <When at={passed ?? due} zone={zone} as="both" />}
              </span>
            </>
          ),
        },
        {
          name: t('promises.turn'),
          cell: ({ turn, standing }) =>
            turn === null ? t(`promises.${standing}`) : t(`promises.turn-${turn}`),
        },
        { name: t('promises.whose'), cell: ({ charged }) => <Charged charged={charged} /> },
        { name: t('queue.owner'), cell: ({ owner }) => (owner === null ? '' : nameOf(owner)) },
      ]}
    />
  );
}
