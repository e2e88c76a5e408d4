/** Load: what is due by owner and day, how long it takes to clear, and what if some of it moved. */
import { useState } from 'react';
import type { Load } from '../../../onward/src/api/index.ts';
import { useRead } from '../api/queries.ts';
import { useView } from '../app/router.tsx';
import { useSession } from '../app/session.ts';
import { Empty, Loaded } from '../parts/loaded.tsx';
import { Figure } from '../parts/number.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { dayName } from '../words/time.ts';
import { nameOf, t } from '../words/words.ts';

type Row = Load['owners'][number];

export function Page() {
  const [view, change] = useView();
  const days = view['days'] ?? '7';
  const query = useRead<Load>('/v1/load', { days });
  return (
    <Screen
      title={t('load.title')}
      lead={t('load.lead')}
      acts={
        <>
          <Fresh at={query.data?.at} again={() => query.refetch()} busy={query.isFetching} />
          <Pick
            label={t('load.ahead')}
            value={days}
            choices={['7', '14', '28'].map((value) => ({
              value,
              label: t('load.days', { n: Number(value) }),
            }))}
            onPick={(value) => change({ days: value })}
          />
        </>
      }
    >
      <Loaded
        query={query}
        isEmpty={({ owners }) => owners.length === 0}
        empty={<Empty title={t('load.none')} />}
      >
        {(load) => (
          <>
            {isBehind(load) && load.measuredTo !== null ? (
              <p className="small soft">
                {t('load.measured-to')} <When at={load.measuredTo} as="both" />
              </p>
            ) : null}
            <Panel title={t('load.by-owner')} flush>
              <LoadTable load={load} />
            </Panel>
            <WhatIf load={load} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

/** So long after what was counted last something else may have come. */
const behindMs = 3_600_000;

function isBehind({ at, measuredTo }: Load): boolean {
  return measuredTo !== null && Date.parse(at) - Date.parse(measuredTo) > behindMs;
}

function LoadTable({ load }: { readonly load: Load }) {
  const { zone } = useSession();
  const most = Math.max(1, ...load.owners.flatMap(({ due }) => due));
  return (
    <Table
      caption={t('load.by-owner')}
      rows={load.owners}
      keyOf={({ owner }) => owner}
      columns={[
        {
          name: t('queue.owner'),
          cell: ({ owner, people, presentPeople }) => (
            <>
              <strong>{nameOf(owner)}</strong>
              <br />
              <span className="tiny soft">
                {t('load.people', { present: presentPeople, people })}
              </span>
            </>
          ),
        },
        {
          name: t('load.open'),
          isNumber: true,
          cell: ({ owner, open }) => (
            <Figure value={open} rows={{ to: '/queue', search: { owner } }} />
          ),
        },
        {
          name: t('load.overdue'),
          isNumber: true,
          cell: ({ owner, overdue }) => (
            <Figure value={overdue} rows={{ to: '/queue', search: { owner, state: 'overdue' } }} />
          ),
        },
        ...load.days.map((day, index) => ({
          name:
            index === 0
              ? t('load.today')
              : dayName(Date.parse(`${day.slice(0, 10)}T12:00:00Z`), zone),
          isNumber: true,
          cell: (row: Row) => (
            <DayCell
              owner={row.owner}
              day={index}
              count={row.due[index] ?? 0}
              takes={row.dueHours?.[index]}
              hours={row.hours[index]}
              most={most}
            />
          ),
        })),
        {
          name: t('load.later'),
          isNumber: true,
          cell: ({ owner, later }) => (
            <Figure value={later} rows={{ to: '/queue', search: dueIn(owner, load.days.length) }} />
          ),
        },
        {
          name: t('load.per-day'),
          isNumber: true,
          cell: ({ closedPerDay }) =>
            closedPerDay === null ? <Figure value={null} /> : closedPerDay.toFixed(1),
        },
        {
          name: t('load.to-clear'),
          isNumber: true,
          cell: (row) => clearing(row, row.open) ?? <Figure value={null} />,
        },
      ]}
    />
  );
}

/** The rows that are due to an owner in these days, today being 0. */
function dueIn(owner: string, fromDay: number, toDay?: number): Record<string, string> {
  const end = toDay === undefined ? {} : { toDay: String(toDay) };
  return { owner, state: 'due', fromDay: String(fromDay), ...end };
}

interface DayCellProps {
  readonly owner: string;
  /** From today on. */
  readonly day: number;
  readonly count: number;
  /** Working hours that it takes, where that is known. */
  readonly takes: number | undefined;
  readonly hours: number | undefined;
  readonly most: number;
}

function DayCell({ owner, day, count, takes, hours, most }: DayCellProps) {
  const isClosed = hours === 0;
  const isTooMuch = takes !== undefined && hours !== undefined && takes > hours;
  return (
    <span
      className="heat-cell"
      data-closed={isClosed || undefined}
      style={{ '--heat': String(count / most) } as React.CSSProperties}
      title={hours === undefined ? undefined : t('load.hours', { hours: hours.toFixed(1) })}
    >
      <Figure value={count} rows={{ to: '/queue', search: dueIn(owner, day, day + 1) }} />
      {takes === undefined || count === 0 ? null : (
        <span className="tiny soft takes" data-over={isTooMuch || undefined}>
          {t(isTooMuch ? 'load.takes-over' : 'load.takes', { hours: takes.toFixed(1) })}
        </span>
      )}
    </span>
  );
}

/** Arithmetic on what was measured; nothing is moved by it. */
function WhatIf({ load }: { readonly load: Load }) {
  const measured = load.owners.filter(
    ({ closedPerDay, open }) => closedPerDay !== null && open > 0,
  );
  const [from, setFrom] = useState(measured[0]?.owner ?? '');
  const [to, setTo] = useState(load.owners.find(({ owner }) => owner !== from)?.owner ?? '');
  const [count, setCount] = useState(10);
  const source = load.owners.find(({ owner }) => owner === from);
  const target = load.owners.find(({ owner }) => owner === to);
  const choices = load.owners.map(({ owner }) => ({ value: owner, label: nameOf(owner) }));
  if (source === undefined || target === undefined) {
    return (
      <Panel title={t('load.what-if')}>
        <p className="soft">{t('load.what-if-none')}</p>
      </Panel>
    );
  }
  const moved = Math.min(count, source.open);
  return (
    <Panel title={t('load.what-if')}>
      <div className="stack">
        <div className="row">
          <label className="pick">
            <span className="soft">{t('load.move')}</span>
            <input
              type="number"
              className="input"
              style={{ width: '5rem' }}
              min={1}
              max={source.open}
              value={count}
              onChange={(event) => setCount(Math.max(1, Number(event.target.value) || 1))}
            />
          </label>
          <Pick label={t('load.from')} value={from} choices={choices} onPick={setFrom} />
          <Pick label={t('load.to')} value={to} choices={choices} onPick={setTo} />
        </div>
        <Table
          caption={t('load.what-if')}
          rows={[
            { row: source, after: source.open - moved },
            { row: target, after: target.open + moved },
          ]}
          keyOf={({ row }) => row.owner}
          columns={[
            { name: t('queue.owner'), cell: ({ row }) => nameOf(row.owner) },
            {
              name: t('load.open'),
              isNumber: true,
              cell: ({ row, after }) => `${row.open} → ${after}`,
            },
            {
              name: t('load.to-clear'),
              isNumber: true,
              cell: ({ row, after }) => {
                const [now, then] = [clearing(row, row.open), clearing(row, after)];
                return now === undefined ? <Figure value={null} /> : `${now} → ${then}`;
              },
            },
          ]}
        />
      </div>
    </Panel>
  );
}

/** In how many days so many are closed; undefined: nobody knows how fast. */
function clearing({ closedPerDay }: Row, open: number): string | undefined {
  if (closedPerDay === null) return undefined;
  if (open > 0 && closedPerDay === 0) return t('load.never');
  return t('load.days', { n: open === 0 ? 0 : Math.ceil(open / closedPerDay) });
}
