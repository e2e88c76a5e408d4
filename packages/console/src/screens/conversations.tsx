/** Conversations: who wrote how urgently, without a word; the words of one, for a stated reason. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Conversation, RevealedConversation } from '../../../onward/src/api/index.ts';
import { asServer } from '../app/clock.ts';
import { useView } from '../app/router.tsx';
import { useMe } from '../app/session.ts';
import { Button } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Loaded } from '../parts/loaded.tsx';
import { Paged } from '../parts/paged.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t } from '../words/words.ts';
import { useEdge, type AskEdge } from './assistant/edge.ts';
import { LevelChip, levels } from './assistant/level.tsx';
import { Unlock } from './assistant/unlock.tsx';

interface ConversationPage {
  readonly conversations: readonly Conversation[];
  readonly next: string | null;
}

const states = ['person', 'talking', 'closed'] as const;

export function Page() {
  const [view, change] = useView();
  const any = { value: '', label: t('list.any') };
  return (
    <Screen title={t('talk.title')} lead={t('talk.lead')}>
      <div className="filters">
        <Pick
          label={t('talk.state')}
          value={view['state'] ?? ''}
          choices={[any, ...states.map((value) => ({ value, label: t(`talk.${value}`) }))]}
          onPick={(state) => change({ state })}
        />
        <Pick
          label={t('review.level')}
          value={view['level'] ?? ''}
          choices={[any, ...levels.map((value) => ({ value, label: t(`level.${value}`) }))]}
          onPick={(level) => change({ level })}
        />
      </div>
      <Unlock>{(reason) => <List reason={reason} />}</Unlock>
    </Screen>
  );
}

function List({ reason }: { readonly reason: string }) {
  const [view] = useView();
  const ask = useEdge(reason, 'conversations');
  const [open, setOpen] = useState<string>();
  const { state = '', level = '' } = view;
  const asked = new URLSearchParams(
    Object.entries({ state, level }).filter(([, word]) => word !== ''),
  );
  const pages = useInfiniteQuery({
    queryKey: ['conversations', reason, state, level],
    queryFn: ({ pageParam }) =>
      ask<ConversationPage>(`/conversations?${asked.toString()}${pageParam}`),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next === null ? undefined : `&after=${next}`),
    refetchInterval: 20_000,
    gcTime: 0,
  });
  return (
    <Panel
      title={t('talk.title')}
      end={<Fresh at={asServer(pages.dataUpdatedAt)} again={() => pages.refetch()} />}
      flush
    >
      <Paged
        pages={pages}
        rowsOf={({ conversations }) => conversations}
        empty={<Empty title={t('talk.none')} />}
      >
        {(all) => <Rows rows={all} onOpen={setOpen} />}
      </Paged>
      <Dialog
        title={t('talk.said')}
        isOpen={open !== undefined}
        onClose={() => setOpen(undefined)}
        wide
      >
        {open === undefined ? null : <Words id={open} reason={reason} ask={ask} />}
      </Dialog>
    </Panel>
  );
}

interface RowsProps {
  readonly rows: readonly Conversation[];
  readonly onOpen: (id: string) => void;
}

function Rows({ rows, onOpen }: RowsProps) {
  return (
    <Table
      caption={t('talk.title')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('review.level'), cell: ({ level }) => <LevelChip level={level} /> },
        { name: t('review.intent'), cell: ({ intent }) => <strong>{nameOf(intent)}</strong> },
        {
          name: t('talk.state'),
          cell: ({ state }) => (
            <Chip
              tone={state === 'person' ? 'warn' : 'plain'}
              shape={state === 'closed' ? 'good' : state === 'person' ? 'warn' : 'due'}
            >
              {t(`talk.${state}`)}
            </Chip>
          ),
        },
        { name: t('talk.channel'), cell: ({ channel, system }) => `${channel} · ${system}` },
        { name: t('talk.language'), cell: ({ language }) => language },
        { name: t('talk.messages'), isNumber: true, cell: ({ messages }) => messages },
        { name: t('talk.last'), cell: ({ lastAt }) => <When at={lastAt} as="both" /> },
        {
          name: t('talk.read'),
          cell: ({ id }) => (
            <Button small onPress={() => onOpen(id)}>
              {t('talk.read')}
            </Button>
          ),
        },
      ]}
    />
  );
}

interface WordsProps {
  readonly id: string;
  readonly reason: string;
  readonly ask: AskEdge;
}

function Words({ id, reason, ask }: WordsProps) {
  const { actor } = useMe();
  const query = useQuery({
    queryKey: ['conversation', id, reason],
    queryFn: () => ask<RevealedConversation>(`/conversations/${id}/reveal`, { actor, reason }),
    staleTime: Number.POSITIVE_INFINITY,
    // What people wrote does not stay in the page's memory.
    gcTime: 0,
  });
  return (
    <Loaded query={query}>
      {({ said, readings, draft, answers }) => (
        <div className="stack">
          <ol className="stack">
            {said.map(({ who, at, text }, place) => (
              <li key={`${at} ${place}`} className="stack tight talk-line" data-who={who}>
                <span className="tiny soft">
                  {t(`talk.who-${who}`)} · <When at={at} as="exact" />
                </span>
                <blockquote className="said">{text}</blockquote>
              </li>
            ))}
          </ol>
          <Reasons readings={readings} said={said} />
          {draft.length === 0 ? null : (
            <section className="stack tight">
              <h3>{t('talk.draft')}</h3>
              {draft.map(({ title, lines }) => (
                <p key={title} className="small">
                  <strong>{title}</strong> {lines.map(({ text }) => text).join(' ')}
                </p>
              ))}
            </section>
          )}
          {answers.length === 0 ? null : (
            <section className="stack tight">
              <h3>{t('talk.answers')}</h3>
              <dl className="facts small">
                {answers.map(({ linkId, text }) => (
                  <div key={linkId} style={{ display: 'contents' }}>
                    <dt>{linkId}</dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
        </div>
      )}
    </Loaded>
  );
}

/** What each reading stands on: the words themselves. */
function Reasons({ readings, said }: Pick<RevealedConversation, 'readings' | 'said'>) {
  const reasons = readings.flatMap(({ reasons: each }) => each);
  if (reasons.length === 0) return null;
  return (
    <section className="stack tight">
      <h3>{t('talk.why')}</h3>
      <ul className="small">
        {reasons.map(({ layer, id, level, spans }, place) => (
          <li key={`${layer} ${id} ${place}`}>
            {nameOf(level)} · {layer} · {nameOf(id)}{' '}
            {spans
              .map(({ message, start, end }) => `“${said[message]?.text.slice(start, end) ?? ''}”`)
              .join(', ')}
          </li>
        ))}
      </ul>
    </section>
  );
}
