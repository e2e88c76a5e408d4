/**
 * Drift: what Onward believes beside what a system says; a person chooses, and the choice is
 * recorded.
 */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Drift } from '../../../onward/src/api/index.ts';
import { post } from '../api/client.ts';
import { usePages, useRenew } from '../api/queries.ts';
import { asServer } from '../app/clock.ts';
import { useView } from '../app/router.tsx';
import { useMe, useSession } from '../app/session.ts';
import { Acts } from '../parts/acts.tsx';
import { attempt } from '../parts/attempt.ts';
import { Button } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty } from '../parts/loaded.tsx';
import { Paged } from '../parts/paged.tsx';
import { Pick } from '../parts/pick.tsx';
import { ReasonField } from '../parts/reason-field.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { TaskForm, type NewTask } from '../parts/task-form.tsx';
import { say } from '../parts/toasts.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t, type MessageId } from '../words/words.ts';
import { factText } from './journey/entry-words.ts';

interface DriftPage {
  readonly drifts: readonly Drift[];
  readonly next: string | null;
}

export function Page() {
  const [view, change] = useView();
  const { systems } = useSession();
  const state = view['state'] ?? 'open';
  const pages = usePages<DriftPage>('/v1/drifts', {
    state: state === 'any' ? '' : state,
    system: view['system'],
  });
  const readAt = asServer(pages.dataUpdatedAt);
  return (
    <Screen
      title={t('drift.title')}
      lead={t('drift.lead')}
      acts={<Fresh at={readAt} again={() => pages.refetch()} busy={pages.isFetching} />}
    >
      <div className="filters">
        <Pick
          label={t('journeys.status')}
          value={state}
          choices={(['open', 'closed', 'any'] as const).map((value) => ({
            value,
            label: t(`drift.${value}`),
          }))}
          onPick={(value) => change({ state: value === 'open' ? '' : value })}
        />
        <Pick
          label={t('unmatched.source')}
          value={view['system'] ?? ''}
          choices={[
            { value: '', label: t('list.any') },
            ...systems.map(({ name }) => ({ value: name, label: name })),
          ]}
          onPick={(value) => change({ system: value })}
        />
      </div>
      <Paged
        pages={pages}
        rowsOf={({ drifts }) => drifts}
        empty={<Empty title={t('drift.none')}>{t('drift.none-lead')}</Empty>}
      >
        {(all) => (
          <div className="stack">
            {all.map((drift) => (
              <DriftCard key={drift.id} drift={drift} />
            ))}
          </div>
        )}
      </Paged>
    </Screen>
  );
}

function DriftCard({ drift }: { readonly drift: Drift }) {
  const { believed, found, closed, evidence, code } = drift;
  return (
    <article className="panel">
      <div className="panel-head">
        <Chip tone="warn" shape="warn">
          {t(`drift.class-${drift.class}` as MessageId)}
        </Chip>
        <Link to="/journeys/$id" params={{ id: drift.journey }}>
          {drift.journey}
        </Link>
        <span className="soft small">
          {drift.system} · {nameOf(drift.lookUp)}
        </span>
        <span className="end small">
          {t('drift.first-seen')} <When at={drift.firstSeen} as="both" />
        </span>
      </div>
      <div className="panel-body stack">
        <div className="sides">
          <Side title={t('drift.believed')} side={believed} none={t('drift.believed-nothing')} />
          <Side
            title={t('drift.found', { system: drift.system })}
            side={found}
            none={t('drift.found-nothing')}
          />
        </div>
        {evidence === null ? null : (
          <p className="small soft">
            {t('drift.evidence')} <When at={evidence.at} as="both" />
            {evidence.version === null ? '' : ` · ${t('drift.version', { n: evidence.version })}`}
          </p>
        )}
        {code === null ? null : (
          <p className="bar" data-tone="warn">
            {t('drift.not-applied', { code })}
          </p>
        )}
        {closed === null ? (
          <Decide drift={drift} />
        ) : (
          <p className="row small">
            <Chip tone="good" shape="good">
              {t(`drift.closed-${closed.by}` as MessageId)}
            </Chip>
            <When at={closed.at} as="both" />
            <span className="soft">
              {[closed.actor, closed.reason].filter((each) => each !== null).join(' · ')}
            </span>
          </p>
        )}
      </div>
    </article>
  );
}

interface SideProps {
  readonly title: string;
  readonly side: Drift['believed'];
  readonly none: string;
}

function Side({ title, side, none }: SideProps) {
  return (
    <section className="side-of">
      <h3>{title}</h3>
      {side === null ? (
        <p className="soft">{none}</p>
      ) : (
        <>
          <p className="small">
            {nameOf(side.event)} · <When at={side.occurredAt} as="both" />
          </p>
          <dl className="facts small">
            {Object.entries(side.facts).map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{nameOf(name)}</dt>
                <dd>{factText(value)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

function Decide({ drift }: { readonly drift: Drift }) {
  const { actor } = useMe();
  const renew = useRenew();
  const [asking, setAsking] = useState<'dismiss' | 'put-right'>();
  const close = (): void => setAsking(undefined);
  const decide = async (body: Record<string, string>, done: string): Promise<void> => {
    await attempt(() => post(`/v1/drifts/${drift.id}/decide`, { actor, ...body }), done);
    close();
    renew('/v1/drifts');
  };
  const { system } = drift;
  const ofJourney = `/v1/journeys/${drift.journey}`;
  const putRight = async (task: NewTask): Promise<void> => {
    await attempt(() => post(`${ofJourney}/tasks`, { actor, ...task }), t('drift.asked-for'));
    renew('/v1/queue');
  };
  const compare = async (): Promise<void> => {
    const body = { actor, system, lookUp: drift.lookUp };
    const found = await attempt(() => post<Compared>(`${ofJourney}/reconcile`, body));
    if (found === undefined) return;
    const word = found.agrees ? 'agrees' : found.answered ? 'still-differs' : 'silent';
    say(t(`drift.${word}`, { system }), found.agrees ? 'plain' : 'bad');
    renew('/v1/drifts');
  };
  return (
    <div className="row">
      <span className="small soft">
        {nameOf(drift.owner)} · <When at={drift.due} as="both" />
      </span>
      <Button
        kind="primary"
        isDisabled={drift.found === null}
        onPress={() => void decide({ act: 'apply' }, t('drift.applied'))}
      >
        {t('drift.apply', { system })}
      </Button>
      <Button onPress={() => setAsking('put-right')}>{t('drift.put-right')}</Button>
      <Button onPress={() => void compare()}>{t('drift.compare')}</Button>
      <Button onPress={() => setAsking('dismiss')}>{t('drift.dismiss')}</Button>
      <Dialog title={t('drift.put-right')} isOpen={asking === 'put-right'} onClose={close}>
        <p className="soft">{t('drift.put-right-lead', { system })}</p>
        <TaskForm
          owner={drift.owner}
          reason={`put-right-in-${system}`.slice(0, 64)}
          go={t('control.tasks')}
          onTask={(task) => void putRight(task)}
          onClose={close}
        />
      </Dialog>
      <Dialog title={t('drift.dismiss')} isOpen={asking === 'dismiss'} onClose={close}>
        <Dismissing
          onReason={(reason) => void decide({ act: 'dismiss', reason }, t('drift.dismissed'))}
          onClose={close}
        />
      </Dialog>
    </div>
  );
}

interface Compared {
  readonly agrees: boolean;
  readonly answered: boolean;
}

interface DismissingProps {
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
}

function Dismissing({ onReason, onClose }: DismissingProps) {
  const [reason, setReason] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason !== '') onReason(reason);
      }}
    >
      <p className="soft">{t('drift.dismiss-lead')}</p>
      <ReasonField value={reason} onChange={setReason} />
      <Acts go={t('drift.dismiss')} isReady={reason !== ''} onClose={onClose} />
    </form>
  );
}
