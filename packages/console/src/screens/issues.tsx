/** Issues & trends: what people write about, by week; no words, only what they were read as. */
import { useQuery } from '@tanstack/react-query';
import type { Issues } from '../../../onward/src/api/index.ts';
import { useView } from '../app/router.tsx';
import { useSession } from '../app/session.ts';
import { Chip } from '../parts/chip.tsx';
import { Empty, Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { dayName } from '../words/time.ts';
import { nameOf, t } from '../words/words.ts';
import { useEdge } from './assistant/edge.ts';
import { LevelChip, levels } from './assistant/level.tsx';
import { Unlock } from './assistant/unlock.tsx';

export function Page() {
  const [view, change] = useView();
  const weeks = view['weeks'] ?? '8';
  return (
    <Screen
      title={t('issues.title')}
      lead={t('issues.lead')}
      acts={
        <Pick
          label={t('issues.back')}
          value={weeks}
          choices={['4', '8', '13', '26'].map((value) => ({
            value,
            label: t('issues.weeks', { n: Number(value) }),
          }))}
          onPick={(value) => change({ weeks: value })}
        />
      }
    >
      <Unlock>{(reason) => <Topics reason={reason} weeks={weeks} />}</Unlock>
    </Screen>
  );
}

function Topics({ reason, weeks }: { readonly reason: string; readonly weeks: string }) {
  const ask = useEdge(reason, 'review');
  const query = useQuery({
    queryKey: ['issues', reason, weeks],
    queryFn: () => ask<Issues>(`/issues?weeks=${weeks}`),
    gcTime: 0,
  });
  return (
    <Panel
      title={t('issues.topics')}
      end={<Fresh at={query.data?.at} again={() => query.refetch()} />}
      flush
    >
      <Loaded
        query={query}
        isEmpty={({ topics }) => topics.length === 0}
        empty={<Empty title={t('issues.none')} />}
      >
        {({ topics, isCut }) => (
          <>
            {isCut ? (
              <p className="bar" data-tone="warn">
                {t('issues.cut')}
              </p>
            ) : null}
            <TopicTable topics={topics} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

const trends = {
  rising: ['warn', 'overdue'],
  falling: ['good', 'good'],
  steady: ['plain', 'due'],
} as const;

function TopicTable({ topics }: Pick<Issues, 'topics'>) {
  return (
    <Table
      caption={t('issues.topics')}
      rows={topics}
      keyOf={({ name }) => name}
      columns={[
        {
          name: t('issues.topic'),
          cell: ({ intent, concepts }) => (
            <>
              <strong>{nameOf(intent)}</strong>
              <br />
              <span className="small soft">{concepts.map(nameOf).join(', ')}</span>
            </>
          ),
        },
        {
          name: t('issues.total'),
          isNumber: true,
          cell: ({ total }) => total.toLocaleString('en'),
        },
        { name: t('issues.by-week'), cell: ({ weeks }) => <Spark weeks={weeks} /> },
        {
          name: t('issues.trend'),
          cell: ({ trend }) => (
            <Chip tone={trends[trend][0]} shape={trends[trend][1]}>
              {t(`issues.${trend}`)}
            </Chip>
          ),
        },
        {
          name: t('review.level'),
          cell: ({ levels: counts }) => (
            <span className="row">
              {levels
                .filter((level) => (counts[level] ?? 0) > 0)
                .map((level) => (
                  <span key={level} className="row small">
                    <LevelChip level={level} /> {counts[level]}
                  </span>
                ))}
            </span>
          ),
        },
      ]}
    />
  );
}

/** The counts as bars, and said. */
function Spark({ weeks }: Pick<Issues['topics'][number], 'weeks'>) {
  const { zone } = useSession();
  const most = Math.max(1, ...weeks.map(({ count }) => count));
  const words = weeks
    .map(({ from, count }) => `${dayName(Date.parse(from), zone)}: ${count}`)
    .join('; ');
  return (
    <svg className="spark" viewBox={`0 0 ${weeks.length * 10} 24`} role="img" aria-label={words}>
      {weeks.map(({ from, count }, index) => (
        <rect
          key={from}
          className="age-open"
          x={index * 10 + 1}
          y={24 - (count / most) * 22}
          width="8"
          height={(count / most) * 22}
        />
      ))}
    </svg>
  );
}
