/** Today: what must be done first, and what changed since the last visit, drawn from the record. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Handover, HandoverDraft, Today } from '../../../onward/src/api/index.ts';
import { post } from '../api/client.ts';
import { useChanged } from '../api/live.ts';
import { useRead, useRenew } from '../api/queries.ts';
import { serverNow } from '../app/clock.ts';
import { useView } from '../app/router.tsx';
import { useMe, useSession } from '../app/session.ts';
import { ActDialog, type Act } from '../parts/acts.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Loaded } from '../parts/loaded.tsx';
import { Stat } from '../parts/number.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pick } from '../parts/pick.tsx';
import { RowList } from '../parts/row-list.tsx';
import { Changed, Fresh, Screen } from '../parts/screen.tsx';
import { say } from '../parts/toasts.tsx';
import { When } from '../parts/when.tsx';
import { WorkRow } from '../parts/work-row.tsx';
import { nameOf, t } from '../words/words.ts';

export function Page() {
  const { owners } = useMe();
  const [view, change] = useView();
  const since = useSince(view['since']);
  const owner = view['owner'] ?? owners.join(',');
  const query = useRead<Today>('/v1/today', { owner, since }, false);
  const { data } = query;
  const ids = useMemo(() => new Set(data?.first.map(({ journey }) => journey)), [data]);
  const changed = useChanged(ids, query.dataUpdatedAt);
  const show = (): void => void query.refetch();
  return (
    <Screen
      title={t('today.title')}
      lead={data === undefined ? t('today.lead') : <Since since={data.since} />}
      acts={
        <>
          <Fresh at={data?.at} again={show} busy={query.isFetching} />
          <Pick
            label={t('today.since')}
            value={view['since'] ?? 'visit'}
            choices={(['visit', '24h', '3d', '7d'] as const).map((value) => ({
              value,
              label: t(`today.since-${value}`),
            }))}
            onPick={(value) => change({ since: value === 'visit' ? '' : value })}
          />
          <HandOver />
        </>
      }
    >
      <Changed count={changed.shown + changed.other} show={show} />
      <Loaded query={query}>{(today) => <Brief today={today} owner={owner} />}</Loaded>
    </Screen>
  );
}

function Since({ since }: { readonly since: string }) {
  return (
    <>
      {t('today.changed-since')} <When at={since} as="both" />
    </>
  );
}

const spans: Readonly<Record<string, number>> = { '24h': 1, '3d': 3, '7d': 7 };
const dayMs = 86_400_000;
/** Two looks within so long are one visit. */
const visitMs = 30 * 60_000;

/** When this person was here last: kept on this machine, by person. */
function useSince(chosen: string | undefined): string {
  const { actor } = useMe();
  const [last] = useState(() => {
    const place = `onward.visit.${actor}`;
    const now = serverNow();
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as {
      began?: number;
      before?: number;
      seen?: number;
    };
    const isNew = kept.seen === undefined || now - kept.seen > visitMs || kept.seen > now;
    const before = isNew ? (kept.seen ?? now - dayMs) : (kept.before ?? now - dayMs);
    localStorage.setItem(place, JSON.stringify({ before, seen: now }));
    return Math.min(before, now);
  });
  const days = spans[chosen ?? ''];
  const [now] = useState(serverNow);
  return new Date(days === undefined ? last : now - days * dayMs).toISOString();
}

function Brief({ today, owner }: { readonly today: Today; readonly owner: string }) {
  const mine = owner === '' ? { owner: 'all' } : { owner };
  const held = today.held.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <section className="stats" aria-label={t('today.figures')}>
        <Stat
          label={t('today.overdue')}
          value={today.overdue}
          tone="bad"
          rows={{ to: '/queue', search: { ...mine, state: 'overdue' } }}
        />
        <Stat
          label={t('today.due-today')}
          value={today.dueToday}
          rows={{ to: '/queue', search: { ...mine, state: 'today' } }}
        />
        <Stat label={t('today.open')} value={today.open} rows={{ to: '/queue', search: mine }} />
        <Stat
          label={t('today.held')}
          value={held}
          tone="hold"
          rows={{ to: '/queue', search: { ...mine, state: 'held' } }}
        />
        <Stat label={t('today.arrived')} value={today.arrived} />
        <Stat label={t('today.closed-events')} value={today.closed?.events} />
        <Stat label={t('today.closed-people')} value={today.closed?.people} />
      </section>
      <Notices today={today} />
      <First today={today} mine={mine} />
    </>
  );
}

/** What explains the figures: who is away, what is held and not late, what was handed over. */
function Notices({ today }: { readonly today: Today }) {
  const { held, absent, incidents, handovers } = today;
  if (held.length + absent.length + incidents.length + handovers.length === 0) return null;
  return (
    <Panel title={t('today.know')}>
      <ul className="stack">
        {incidents.map(({ id, kind, system, since }) => (
          <li key={id} className="row">
            <Chip tone="bad" shape="exception">
              {t(`incident.${kind as 'silent'}`)}
            </Chip>
            <Link to="/sources" search={{ system }}>
              {system}
            </Link>
            <span className="soft">
              {t('work.since')} <When at={since} as="both" />
            </span>
          </li>
        ))}
        {held.map(({ system, count, review }) => (
          <li key={system} className="row">
            <Chip tone="hold" shape="hold">
              {t('today.held-not-late', { count, system })}
            </Chip>
            <span className="soft">
              {t('work.review')} <When at={review} as="both" />
            </span>
          </li>
        ))}
        {absent.map(({ person, owners, until, open }) => (
          <li key={person} className="row">
            <Chip tone="warn" shape="warn">
              {t('today.absent', { person })}
            </Chip>
            <Link to="/queue" search={{ owner: owners.join(',') }}>
              {t('today.absent-open', { open })}
            </Link>
            {until === null ? null : (
              <span className="soft">
                {t('today.back')} <When at={until} as="both" />
              </span>
            )}
          </li>
        ))}
        {handovers.map((each) => (
          <HandoverNote key={each.id} handover={each} />
        ))}
      </ul>
    </Panel>
  );
}

function HandoverNote({ handover }: { readonly handover: Handover }) {
  const { by, from, items, at } = handover;
  return (
    <li>
      <details>
        <summary>
          {t('handover.from', { by, team: nameOf(from), n: items.length })}{' '}
          <When at={at} as="both" />
        </summary>
        <ul className="stack small">
          {items.map((item) => (
            <li key={item.id} className="row">
              <Chip tone={item.open ? 'warn' : 'good'} shape={item.open ? 'due' : 'good'}>
                {item.open ? t('handover.open') : t('handover.done')}
              </Chip>
              <Link to="/journeys/$id" params={{ id: item.journey }}>
                {item.sentence ?? item.journey}
              </Link>
              <When at={item.due} as="both" />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function First({ today, mine }: { readonly today: Today; readonly mine: Record<string, string> }) {
  const navigate = useNavigate();
  const [acting, setActing] = useState<{
    readonly row: Today['first'][number];
    readonly act: Act;
  }>();
  const begin = (act: Act) => (row: Today['first'][number]) => setActing({ row, act });
  return (
    <Panel
      flush
      title={t('today.first')}
      end={
        <ButtonLink small to="/queue" search={mine}>
          {t('today.whole-queue')}
        </ButtonLink>
      }
    >
      {today.first.length === 0 ? (
        <Empty title={t('queue.none')}>{t('queue.none-lead')}</Empty>
      ) : (
        <RowList
          label={t('today.first')}
          rows={today.first}
          keyOf={({ id }) => id}
          textOf={({ sentence, name }) => sentence ?? name}
          onOpen={({ journey }) => void navigate({ to: '/journeys/$id', params: { id: journey } })}
          keys={{ e: begin('do'), a: begin('assign'), h: begin('assign'), s: begin('park') }}
        >
          {(row) => <WorkRow row={row} />}
        </RowList>
      )}
      <ActDialog of={acting?.row} act={acting?.act} onClose={() => setActing(undefined)} />
    </Panel>
  );
}

/** A hand-over is drawn from what is open: there is nothing to write, so nothing personal in it. */
function HandOver() {
  const { owners } = useMe();
  const [open, setOpen] = useState(false);
  if (owners.length === 0) return null;
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('handover.title')}</Button>
      <Dialog title={t('handover.title')} isOpen={open} onClose={() => setOpen(false)} wide>
        <HandOverForm onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function HandOverForm({ onClose }: { readonly onClose: () => void }) {
  const { actor, owners } = useMe();
  const session = useSession();
  const renew = useRenew();
  const [from, setFrom] = useState(owners[0] ?? '');
  const [to, setTo] = useState(from);
  const draft = useRead<HandoverDraft>('/v1/handovers/draft', { owner: from });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const items = draft.data?.items.filter(({ id }) => !left.has(id)) ?? [];
  const send = async (): Promise<void> => {
    try {
      await post('/v1/handovers', { actor, from, to, items: items.map(({ id }) => id) });
      renew('/v1/today');
      say(t('handover.sent', { to: nameOf(to) }));
      onClose();
    } catch (error) {
      say(t('act.failed', { why: error instanceof Error ? error.message : '' }), 'bad');
    }
  };
  const names = session.owners.map(({ name }) => ({ value: name, label: nameOf(name) }));
  return (
    <div className="stack">
      <p className="soft">{t('handover.lead')}</p>
      <div className="row">
        <Pick label={t('handover.of')} value={from} choices={names} onPick={setFrom} />
        <Pick label={t('handover.to')} value={to} choices={names} onPick={setTo} />
      </div>
      <Loaded
        query={draft}
        isEmpty={(data) => data.items.length === 0}
        empty={<Empty title={t('queue.none')} />}
      >
        {(data) => (
          <ul className="stack">
            {data.items.map(({ id, sentence, journey, due }) => (
              <li key={id}>
                <label className="row">
                  <input
                    type="checkbox"
                    checked={!left.has(id)}
                    onChange={() => setLeft(without(left, id))}
                  />
                  <span>{sentence ?? journey}</span>
                  <When at={due} as="both" />
                </label>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <div className="dialog-acts">
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button kind="primary" isDisabled={items.length === 0} onPress={() => void send()}>
          {t('handover.send', { n: items.length })}
        </Button>
      </div>
    </div>
  );
}

function without(left: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(left);
  if (!next.delete(id)) next.add(id);
  return next;
}
