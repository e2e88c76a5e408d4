/** What became of each row of a run: verified, not yet seen, failed and why. */
import { Link } from '@tanstack/react-router';
import type { RecoveryRun } from '../../../onward/src/api/index.ts';
import { nameOf, t } from '../words/words.ts';
import { Chip, type Shape, type Tone } from './chip.tsx';
import { Table } from './table.tsx';

export interface RunItem {
  readonly place: number;
  readonly item: string;
  readonly journey: string | null;
  readonly name: string;
  readonly status: keyof RecoveryRun['counts'];
  readonly code: string | null;
  readonly why: string | null;
}

const looks = {
  verified: ['good', 'good'],
  unverified: ['warn', 'unknown'],
  failed: ['bad', 'failed'],
  waiting: ['plain', 'planned'],
  acting: ['info', 'due'],
  'not-eligible': ['plain', 'hold'],
} as const satisfies Readonly<Record<RunItem['status'], readonly [Tone, Shape]>>;

const order = ['verified', 'unverified', 'failed', 'waiting', 'acting', 'not-eligible'] as const;

interface RunResultsProps {
  readonly counts: RecoveryRun['counts'];
  readonly isOver: boolean;
  readonly items: readonly RunItem[] | undefined;
}

export function RunResults({ counts, isOver, items }: RunResultsProps) {
  const left = counts.waiting + counts.acting;
  return (
    <div className="stack">
      <p role="status">
        {isOver
          ? t('run.over', {
              verified: counts.verified,
              failed: counts.failed,
              unverified: counts.unverified,
            })
          : t('run.going', { left })}
      </p>
      <p className="row">
        {order
          .filter((status) => counts[status] > 0)
          .map((status) => (
            <StatusChip key={status} status={status} count={counts[status]} />
          ))}
      </p>
      {items === undefined || items.length === 0 ? null : <RunItems items={items} />}
    </div>
  );
}

export function RunItems({ items }: { readonly items: readonly RunItem[] }) {
  return (
    <Table
      caption={t('run.items')}
      rows={items}
      keyOf={({ place }) => String(place)}
      columns={[
        {
          name: t('run.item'),
          cell: ({ name, journey, item }) => <ItemName name={name} journey={journey} item={item} />,
        },
        { name: t('run.status'), cell: ({ status }) => <StatusChip status={status} /> },
        {
          name: t('run.why'),
          cell: ({ why, code }) => (why === null ? '' : `${why} (${code ?? ''})`),
        },
      ]}
    />
  );
}

function ItemName({ name, journey, item }: Pick<RunItem, 'name' | 'journey' | 'item'>) {
  if (journey === null) return <code>{item}</code>;
  return (
    <Link to="/journeys/$id" params={{ id: journey }}>
      {nameOf(name)}
    </Link>
  );
}

export function StatusChip({
  status,
  count,
}: {
  readonly status: RunItem['status'];
  readonly count?: number;
}) {
  const [tone, shape] = looks[status];
  return (
    <Chip tone={tone} shape={shape}>
      {t(`run.${status}`)}
      {count === undefined ? '' : ` ${count.toLocaleString('en')}`}
    </Chip>
  );
}
