/** Record: who did what, who was shown what, and all of it to take away. */
import { Link } from '@tanstack/react-router';
import type { RecordPage } from '../../../onward/src/api/index.ts';
import { usePages } from '../api/queries.ts';
import { authorization } from '../api/client.ts';
import { useView } from '../app/router.tsx';
import { useSession } from '../app/session.ts';
import { attempt } from '../parts/attempt.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/loaded.tsx';
import { Paged } from '../parts/paged.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t } from '../words/words.ts';

export function Page() {
  const [view, change] = useView();
  const { people } = useSession();
  const { actor = '', what = '' } = view;
  const pages = usePages<RecordPage>('/v1/record', { actor, what, limit: 100 }, 'before');
  const first = pages.data?.pages[0];
  return (
    <Screen
      title={t('record.title')}
      lead={t('record.lead')}
      acts={
        <>
          <Fresh at={first?.at} again={() => pages.refetch()} busy={pages.isFetching} />
          <Button onPress={() => void attempt(() => download('csv'))}>{t('record.csv')}</Button>
          <Button onPress={() => void attempt(() => download('ocel'))}>{t('record.ocel')}</Button>
        </>
      }
    >
      <div className="filters">
        <Pick
          label={t('record.actor')}
          value={actor}
          choices={[
            { value: '', label: t('list.any') },
            ...people.map(({ id }) => ({ value: id, label: id })),
          ]}
          onPick={(value) => change({ actor: value })}
        />
        <Pick
          label={t('record.what')}
          value={what}
          choices={[
            { value: '', label: t('list.any') },
            ...kinds.map((value) => ({ value, label: nameOf(value) })),
          ]}
          onPick={(value) => change({ what: value })}
        />
      </div>
      <Panel title={t('record.acts')} flush>
        <Paged pages={pages} rowsOf={({ rows }) => rows} empty={<Empty title={t('record.none')} />}>
          {(all) => <Rows rows={all} />}
        </Paged>
      </Panel>
    </Screen>
  );
}

const kinds = [
  'act',
  'assign',
  'park',
  'resume',
  'override',
  'add-task',
  'reveal',
  'hold',
  'release',
  'recovery',
  'drift',
  'write-back',
  'merge',
  'absence',
  'hand-over',
];

function Rows({ rows }: { readonly rows: readonly RecordPage['rows'][number][] }) {
  return (
    <Table
      caption={t('record.acts')}
      rows={rows}
      keyOf={({ at, actor, what, journey }) => `${at} ${actor} ${what} ${journey ?? ''}`}
      columns={[
        { name: t('record.at'), cell: ({ at }) => <When at={at} as="both" /> },
        { name: t('record.actor'), cell: ({ actor }) => <code>{actor}</code> },
        {
          name: t('record.what'),
          cell: ({ what }) => <strong>{nameOf(what.replace(':', ': '))}</strong>,
        },
        {
          name: t('record.journey'),
          cell: ({ journey }) =>
            journey === null ? (
              ''
            ) : (
              <Link to="/journeys/$id" params={{ id: journey }}>
                {journey}
              </Link>
            ),
        },
        {
          name: t('record.detail'),
          cell: ({ detail, reason }) => (
            <span className="small">
              {reason === null ? null : <span>{nameOf(reason)} </span>}
              <span className="soft">
                {Object.entries(detail)
                  .filter(([, value]) => value !== null)
                  .map(([name, value]) => `${nameOf(name)}: ${said(value)}`)
                  .join(' · ')}
              </span>
            </span>
          ),
        },
      ]}
    />
  );
}

function said(value: string | number | null): string {
  return typeof value === 'string' ? nameOf(value) : String(value);
}

/** The token travels in a header, so the file is fetched and then saved. */
async function download(format: 'csv' | 'ocel'): Promise<void> {
  const response = await fetch(`/v1/export?format=${format}`, { headers: authorization() });
  if (!response.ok) throw new Error(t('state.failed'));
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = format === 'csv' ? 'onward-record.csv' : 'onward-record.ocel.json';
  link.click();
  URL.revokeObjectURL(address);
}
