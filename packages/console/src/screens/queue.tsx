/**
 * Queue: the ordered work. Its order is the server's, and each row says why it stands where it
 * does.
 */
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Queue, QueueRow } from '../../../onward/src/api/index.ts';
import { useChanged } from '../api/live.ts';
import { usePages } from '../api/queries.ts';
import { useView } from '../app/router.tsx';
import { useNow } from '../app/clock.ts';
import { useMe, useSession } from '../app/session.ts';
import { ActDialog, type Act } from '../parts/acts.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { useKeys } from '../parts/keys.ts';
import { Empty } from '../parts/loaded.tsx';
import { Paged } from '../parts/paged.tsx';
import { Pick } from '../parts/pick.tsx';
import { RowList } from '../parts/row-list.tsx';
import { Changed, Fresh, Screen } from '../parts/screen.tsx';
import { WorkRow } from '../parts/work-row.tsx';
import { dayName } from '../words/time.ts';
import { nameOf, t, type MessageId } from '../words/words.ts';
import { BulkDialog, type BulkSelection } from './queue/bulk.tsx';
import { Views } from './queue/views.tsx';

const states = ['all', 'overdue', 'today', 'held'] as const;
const stateNames: Readonly<Record<(typeof states)[number], MessageId>> = {
  all: 'queue.all',
  overdue: 'queue.overdue',
  today: 'queue.today',
  held: 'queue.held',
};

export function Page() {
  const [view] = useView();
  const { actor } = useMe();
  const query = useQueueQuery();
  const pages = usePages<Queue>('/v1/queue', { ...query, actor, limit: 100 });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const first = pages.data?.pages[0];
  const { shown, show } = useRows(rows, pages);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState<BulkSelection>();
  useKeys({ r: show });
  return (
    <Screen
      title={t('queue.title')}
      lead={t('queue.lead')}
      acts={
        <>
          <Fresh at={first?.at} again={show} busy={pages.isFetching} />
          <Views screen="queue" />
        </>
      }
    >
      <Filters counts={first?.counts ?? null} />
      <Changed count={shown} show={show} />
      <section className="panel" aria-label={t('queue.title')}>
        <Paged
          pages={pages}
          rowsOf={(page) => page.rows}
          empty={<NothingDue isFiltered={Object.keys(view).length > 0} />}
          counted
        >
          {() => (
            <>
              <Heads />
              <Rows rows={rows} selected={selected} onSelect={setSelected} onBulk={setBulk} />
            </>
          )}
        </Paged>
      </section>
      <SelectionBar
        rows={rows}
        selected={selected}
        onClear={() => setSelected(new Set())}
        onBulk={setBulk}
      />
      <BulkDialog
        selection={bulk}
        onClose={() => {
          setBulk(undefined);
          setSelected(new Set());
          show();
        }}
      />
    </Screen>
  );
}

/** What of the address the server is asked for; without an owner, what is mine. */
function useQueueQuery(): Record<string, string> {
  const [view] = useView();
  const { owners } = useMe();
  const owner = view['owner'] ?? (owners.length > 0 ? owners.join(',') : 'all');
  const { journey = '', stage = '', step = '', kind = '', state = '' } = view;
  const { fromDay = '', toDay = '' } = state === 'due' ? view : {};
  return {
    fromDay,
    toDay,
    owner: owner === 'all' ? '' : owner,
    journey,
    stage,
    step,
    kind,
    state: state === 'all' ? '' : state,
  };
}

function useRows(
  rows: readonly QueueRow[],
  pages: { readonly dataUpdatedAt: number; readonly refetch: () => unknown },
) {
  const ids = useMemo(() => new Set(rows.map(({ journey }) => journey)), [rows]);
  const changed = useChanged(ids, pages.dataUpdatedAt);
  const show = (): void => void pages.refetch();
  return { shown: changed.shown, show };
}

function Filters({ counts }: { readonly counts: Queue['counts'] }) {
  const [view, change] = useView();
  const { owners, journeys } = useSession();
  const me = useMe();
  const mine = me.owners.join(',');
  const owner = view['owner'] ?? (mine === '' ? 'all' : mine);
  const state = view['state'] ?? 'all';
  const many = {
    all: counts?.open,
    overdue: counts?.overdue,
    today: counts?.dueToday,
    held: counts?.held,
  };
  const ownerChoices = [
    ...(mine === '' ? [] : [{ value: mine, label: t('queue.mine') }]),
    { value: 'all', label: t('queue.everybody') },
    ...owners
      .map(({ name }) => ({ value: name, label: nameOf(name) }))
      .filter(({ value }) => value !== mine),
  ];
  const known = ownerChoices.some(({ value }) => value === owner);
  return (
    <div className="filters">
      <div className="tabs" role="group" aria-label={t('queue.state')}>
        {states.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={state === each}
            onClick={() => change({ ...anyDay, state: each === 'all' ? '' : each })}
          >
            {t(stateNames[each])}
            {many[each] === undefined ? null : (
              <span className="soft">{many[each].toLocaleString('en')}</span>
            )}
          </button>
        ))}
      </div>
      <Pick
        label={t('queue.owner')}
        value={owner}
        choices={
          known
            ? ownerChoices
            : [...ownerChoices, { value: owner, label: owner.split(',').map(nameOf).join(', ') }]
        }
        onPick={(value) => change({ owner: value === mine ? '' : value })}
      />
      <Pick
        label={t('queue.journey')}
        value={view['journey'] ?? ''}
        choices={[
          { value: '', label: t('list.any') },
          ...journeys.map(({ name }) => ({ value: name, label: nameOf(name) })),
        ]}
        onPick={(value) => change({ journey: value, stage: '', step: '' })}
      />
      <Pick
        label={t('queue.kind')}
        value={view['kind'] ?? ''}
        choices={[
          { value: '', label: t('list.any') },
          ...kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
        ]}
        onPick={(value) => change({ kind: value })}
      />
      <StepFilter />
      <DayFilter />
    </div>
  );
}

const kinds = [
  'task',
  'exception',
  'await',
  'command',
  'message',
  'wait',
  'depends',
  'park',
  'ad-hoc',
] as const;

/** A filter that came with a link: it is said, and can be taken away. */
function StepFilter() {
  const [view, change] = useView();
  const { step = '', stage = '' } = view;
  const name = step === '' ? stage : step;
  if (name === '') return null;
  return (
    <Button small onPress={() => change({ step: '', stage: '' })}>
      {t('queue.only', { name: nameOf(name) })} ✕
    </Button>
  );
}

const anyDay = { state: '', fromDay: '', toDay: '' };
const dayMs = 86_400_000;

/** The same of the days in which it is due. */
function DayFilter() {
  const [view, change] = useView();
  const { zone } = useSession();
  const now = useNow();
  const { state, fromDay = '0', toDay } = view;
  if (state !== 'due') return null;
  const day = dayName(now + Number(fromDay) * dayMs, zone);
  const isOne = Number(toDay) === Number(fromDay) + 1;
  return (
    <Button small onPress={() => change(anyDay)}>
      {t(isOne ? 'queue.due-on' : 'queue.due-from', { day })} ✕
    </Button>
  );
}

function Heads() {
  return (
    <div className="rows-head" aria-hidden="true">
      <span />
      <span>{t('queue.what')}</span>
      <span>{t('queue.due')}</span>
      <span>{t('queue.why')}</span>
      <span>{t('queue.owner')}</span>
    </div>
  );
}

interface RowsProps {
  readonly rows: readonly QueueRow[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (keys: ReadonlySet<string>) => void;
  readonly onBulk: (selection: BulkSelection) => void;
}

function Rows({ rows, selected, onSelect, onBulk }: RowsProps) {
  const navigate = useNavigate();
  const [acting, setActing] = useState<{ readonly row: QueueRow; readonly act: Act }>();
  const begin = (act: Act) => (row: QueueRow) => {
    if (selected.size > 1) onBulk({ rows: rows.filter(({ id }) => selected.has(id)), act });
    else setActing({ row, act });
  };
  return (
    <>
      <RowList
        label={t('queue.title')}
        rows={rows}
        keyOf={({ id }) => id}
        textOf={({ sentence, name }) => sentence ?? name}
        selected={selected}
        onSelect={onSelect}
        onOpen={({ journey }) => void navigate({ to: '/journeys/$id', params: { id: journey } })}
        keys={{ e: begin('do'), a: begin('assign'), h: begin('assign'), s: begin('park') }}
      >
        {(row) => <WorkRow row={row} />}
      </RowList>
      <ActDialog of={acting?.row} act={acting?.act} onClose={() => setActing(undefined)} />
    </>
  );
}

interface SelectionBarProps {
  readonly rows: readonly QueueRow[];
  readonly selected: ReadonlySet<string>;
  readonly onClear: () => void;
  readonly onBulk: (selection: BulkSelection) => void;
}

function SelectionBar({ rows, selected, onClear, onBulk }: SelectionBarProps) {
  const query = useQueueQuery();
  if (selected.size === 0) return null;
  const chosen = rows.filter(({ id }) => selected.has(id));
  const isOne = !(query['owner'] ?? '').includes(',');
  return (
    <div className="bulk-bar" role="region" aria-label={t('bulk.bar')}>
      <strong>{t('bulk.selected', { n: chosen.length })}</strong>
      <Button onPress={() => onBulk({ rows: chosen, act: 'do' })}>
        {t('act.do')} <kbd>e</kbd>
      </Button>
      <Button onPress={() => onBulk({ rows: chosen, act: 'assign' })}>
        {t('act.assign')} <kbd>a</kbd>
      </Button>
      <Button onPress={() => onBulk({ rows: chosen, act: 'park' })}>
        {t('act.park')} <kbd>s</kbd>
      </Button>
      {chosen.length === rows.length && isOne ? (
        <Button kind="quiet" onPress={() => onBulk({ rows: chosen, act: 'do', filter: query })}>
          {t('bulk.all-matching')}
        </Button>
      ) : null}
      <Button kind="quiet" onPress={onClear}>
        {t('bulk.clear')}
      </Button>
    </div>
  );
}

function NothingDue({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <Empty title={isFiltered ? t('queue.none-like') : t('queue.none')}>
      {isFiltered ? (
        <ButtonLink to="/queue" search={{ owner: 'all' }}>
          {t('queue.show-all')}
        </ButtonLink>
      ) : (
        t('queue.none-lead')
      )}
    </Empty>
  );
}
