/** Messages: what was planned, sent, known to have arrived, and withheld and why. */
import { Link } from '@tanstack/react-router';
import type { MessageList, MessageSummary } from '../../../onward/src/api/index.ts';
import { usePages, useRead } from '../api/queries.ts';
import { useView } from '../app/router.tsx';
import { Button } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { fateLooks } from '../parts/fates.ts';
import { Empty, Loaded } from '../parts/loaded.tsx';
import { Figure } from '../parts/number.tsx';
import { Paged } from '../parts/paged.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t } from '../words/words.ts';

const fates = [
  'leaving',
  'sent',
  'deferred',
  'merged',
  'withheld',
  'superseded',
  'failed',
] as const;
type Fate = (typeof fates)[number];

export function Page() {
  const [view, change] = useView();
  const { fate = '', template = '' } = view;
  const summary = useRead<MessageSummary>('/v1/messages/summary', { days: 7 });
  const pages = usePages<MessageList>('/v1/messages', { fate, template, limit: 100 });
  const first = pages.data?.pages[0];
  return (
    <Screen
      title={t('messages.title')}
      lead={t('messages.lead')}
      acts={<Fresh at={first?.at} again={() => pages.refetch()} busy={pages.isFetching} />}
    >
      <Panel title={t('messages.week')} flush>
        <Loaded
          query={summary}
          isEmpty={({ templates }) => templates.length === 0}
          empty={<Empty title={t('messages.none')} />}
        >
          {(data) => <SummaryTable summary={data} />}
        </Loaded>
      </Panel>
      <div className="filters">
        <Pick
          label={t('messages.fate')}
          value={fate}
          choices={[
            { value: '', label: t('list.any') },
            ...fates.map((value) => ({ value, label: t(`fate.${value}`) })),
          ]}
          onPick={(value) => change({ fate: value })}
        />
        {template === '' ? null : (
          <Button small onPress={() => change({ template: '' })}>
            {t('queue.only', { name: nameOf(template) })} ✕
          </Button>
        )}
      </div>
      <Panel title={t('messages.each')} flush>
        <Paged
          pages={pages}
          rowsOf={({ rows }) => rows}
          empty={<Empty title={t('messages.none')} />}
        >
          {(all) => <Rows rows={all} />}
        </Paged>
      </Panel>
    </Screen>
  );
}

function SummaryTable({ summary }: { readonly summary: MessageSummary }) {
  return (
    <>
      <Table
        caption={t('messages.week')}
        rows={summary.templates}
        keyOf={({ template }) => template}
        columns={[
          {
            name: t('messages.template'),
            cell: ({ template, purpose }) => (
              <>
                <strong>{nameOf(template)}</strong>{' '}
                <span className="soft small">{nameOf(purpose)}</span>
              </>
            ),
          },
          ...fates.map((fate) => ({
            name: t(`fate.${fate}`),
            isNumber: true,
            cell: ({ template, fates: counts }: MessageSummary['templates'][number]) => (
              <Figure
                value={counts[fate] ?? 0}
                rows={{ to: '/messages', search: { template, fate } }}
              />
            ),
          })),
        ]}
      />
      {summary.rules.length === 0 ? null : (
        <p className="panel-body row small">
          <span className="soft">{t('messages.rules')}</span>
          {summary.rules.map(({ rule, count }) => (
            <Chip key={rule} tone="hold" shape="hold">{`${nameOf(rule)} ${count}`}</Chip>
          ))}
        </p>
      )}
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly MessageList['rows'][number][] }) {
  return (
    <Table
      caption={t('messages.each')}
      rows={rows}
      keyOf={({ journey, template, askedAt, channel }) =>
        `${journey} ${template} ${askedAt} ${channel}`
      }
      columns={[
        {
          name: t('messages.fate'),
          cell: ({ fate }) => <FateChip fate={fates.find((each) => each === fate) ?? 'leaving'} />,
        },
        {
          name: t('messages.template'),
          cell: ({ template, journey }) => (
            <>
              <strong>{nameOf(template)}</strong>
              <br />
              <Link to="/journeys/$id" params={{ id: journey }} className="small">
                {journey}
              </Link>
            </>
          ),
        },
        { name: t('messages.channel'), cell: ({ channel, via }) => `${channel} · ${via}` },
        {
          name: t('messages.why'),
          cell: ({ rule, known, until }) => (
            <>
              {rule === null ? null : <span>{nameOf(rule)} </span>}
              {known === null ? null : (
                <Chip tone="good" shape="good">
                  {nameOf(known)}
                </Chip>
              )}
              {until === null ? null : <When at={until} as="both" />}
            </>
          ),
        },
        { name: t('messages.asked'), cell: ({ askedAt }) => <When at={askedAt} as="both" /> },
        { name: t('messages.decided'), cell: ({ at }) => <When at={at} as="both" /> },
      ]}
    />
  );
}

function FateChip({ fate }: { readonly fate: Fate }) {
  const [tone, shape] = fateLooks[fate];
  return (
    <Chip tone={tone} shape={shape}>
      {t(`fate.${fate}`)}
    </Chip>
  );
}
