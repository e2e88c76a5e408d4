/** Who is right, the system or we; or that it stays as it is. */
import { useState } from 'react';
import type { Drift } from '../../../../onward/src/api/index.ts';
import { post } from '../../api/client.ts';
import { useRenew } from '../../api/queries.ts';
import { useNow } from '../../app/clock.ts';
import { useMe } from '../../app/session.ts';
import { AskForm } from '../../parts/ask-form.tsx';
import { attempt } from '../../parts/attempt.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { TaskForm, type NewTask } from '../../parts/task-form.tsx';
import { say } from '../../parts/toasts.tsx';
import { When } from '../../parts/when.tsx';
import { nameOf, t } from '../../words/words.ts';

type Asking = 'dismiss' | 'write' | 'task';

export function Decide({ drift }: { readonly drift: Drift }) {
  const now = useNow();
  const { decide, putRight, compare } = useDeciding(drift);
  const [asking, setAsking] = useState<Asking>();
  const close = (): void => setAsking(undefined);
  const { system, write, written } = drift;
  const isWaiting = written !== null && now < Date.parse(drift.due);
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
      {isWaiting ? null : (
        <Button onPress={() => setAsking(write === null ? 'task' : 'write')}>
          {t('drift.put-right')}
        </Button>
      )}
      <Button onPress={() => void compare()}>{t('drift.compare')}</Button>
      <Button onPress={() => setAsking('dismiss')}>{t('drift.dismiss')}</Button>
      <Dialog title={t('drift.put-right')} isOpen={asking === 'write'} onClose={close}>
        <AskForm
          go={t('drift.write', { system })}
          onGo={() => {
            void decide({ act: 'write' }, t('drift.writing', { system }));
            close();
          }}
          onClose={close}
        >
          <p className="soft">{t('drift.write-lead', { system, command: nameOf(write ?? '') })}</p>
          <div>
            <Button kind="quiet" onPress={() => setAsking('task')}>
              {t('drift.by-hand')}
            </Button>
          </div>
        </AskForm>
      </Dialog>
      <Dialog title={t('drift.put-right')} isOpen={asking === 'task'} onClose={close}>
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
          onReason={(reason) => {
            void decide({ act: 'dismiss', reason }, t('drift.dismissed'));
            close();
          }}
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

function useDeciding({ id, journey, system, lookUp }: Drift) {
  const { actor } = useMe();
  const renew = useRenew();
  const ofJourney = `/v1/journeys/${journey}`;
  return {
    decide: async (body: Record<string, string>, done: string): Promise<void> => {
      await attempt(() => post(`/v1/drifts/${id}/decide`, { actor, ...body }), done);
      renew('/v1/drifts');
    },
    putRight: async (task: NewTask): Promise<void> => {
      await attempt(() => post(`${ofJourney}/tasks`, { actor, ...task }), t('drift.asked-for'));
      renew('/v1/queue');
    },
    compare: async (): Promise<void> => {
      const body = { actor, system, lookUp };
      const found = await attempt(() => post<Compared>(`${ofJourney}/reconcile`, body));
      if (found === undefined) return;
      const word = found.agrees ? 'agrees' : found.answered ? 'still-differs' : 'silent';
      say(t(`drift.${word}`, { system }), found.agrees ? 'plain' : 'bad');
      renew('/v1/drifts');
    },
  };
}

interface DismissingProps {
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
}

function Dismissing({ onReason, onClose }: DismissingProps) {
  const [reason, setReason] = useState('');
  return (
    <AskForm
      go={t('drift.dismiss')}
      isReady={reason !== ''}
      onGo={() => onReason(reason)}
      onClose={onClose}
    >
      <p className="soft">{t('drift.dismiss-lead')}</p>
      <ReasonField value={reason} onChange={setReason} />
    </AskForm>
  );
}
