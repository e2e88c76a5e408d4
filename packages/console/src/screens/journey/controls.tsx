/** What people may do to a journey beside its plan: wake it, move it for a reason, add a task. */
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Journey } from '../../../../onward/src/api/index.ts';
import { newKey } from '../../app/chance.ts';
import { post } from '../../api/client.ts';
import { useRenew } from '../../api/queries.ts';
import { useMe, useSession } from '../../app/session.ts';
import { AskForm } from '../../parts/ask-form.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { TaskForm } from '../../parts/task-form.tsx';
import { doWithUndo } from '../../parts/toasts.tsx';
import { nameOf, t } from '../../words/words.ts';

type Control = 'override' | 'tasks' | 'resume' | 'reconcile';

export function ControlMenu({ journey }: { readonly journey: Journey }) {
  const [control, setControl] = useState<Control>();
  const { owners } = useSession();
  const send = useControl(journey.id);
  const close = (): void => setControl(undefined);
  return (
    <>
      <MenuTrigger>
        <AriaButton className="button">
          {t('control.title')}
          <ChevronDown size={15} aria-hidden="true" />
        </AriaButton>
        <Popover className="menu" placement="bottom end">
          <Menu
            aria-label={t('control.title')}
            onAction={(key) => {
              if (key === 'resume' || key === 'reconcile') send(key, {});
              else setControl(key === 'tasks' ? 'tasks' : 'override');
            }}
          >
            {journey.parked === null ? null : (
              <MenuItem id="resume">{t('control.resume')}</MenuItem>
            )}
            <MenuItem id="tasks">{t('control.tasks')}</MenuItem>
            <MenuItem id="override">{t('control.override')}</MenuItem>
            <MenuItem id="reconcile">{t('control.reconcile')}</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Dialog title={t('control.override')} isOpen={control === 'override'} onClose={close}>
        <OverrideForm journey={journey} onClose={close} />
      </Dialog>
      <Dialog title={t('control.tasks')} isOpen={control === 'tasks'} onClose={close}>
        <TaskForm
          owner={owners[0]?.name ?? ''}
          go={t('control.tasks')}
          onTask={(task) => send('tasks', { ...task })}
          onClose={close}
        />
      </Dialog>
    </>
  );
}

function useControl(id: string) {
  const { actor } = useMe();
  const renew = useRenew();
  return (control: Control, body: Readonly<Record<string, unknown>>): void => {
    const key = newKey();
    const path = `/v1/journeys/${id}`;
    doWithUndo({
      doing: t(`control.${control}-doing`),
      done: (result) => t(control === 'reconcile' ? cameOf(result) : `control.${control}-done`),
      act: () => post<Came | undefined>(`${path}/${control}`, { actor, ...body }, key),
      after: () => renew(path, `${path}/why-not`, `${path}/messages`, '/v1/queue'),
    });
  };
}

/** What systems said that were asked. */
interface Came {
  readonly agrees: boolean;
  readonly differences: readonly unknown[];
}

function cameOf(came: Came | undefined) {
  if (came?.agrees === true) return 'control.agrees';
  return came?.differences.length === 0 ? 'control.silent' : 'control.differs';
}

interface FormProps {
  readonly journey: Journey;
  readonly onClose: () => void;
}

function OverrideForm({ journey, onClose }: FormProps) {
  const { journeys } = useSession();
  const send = useControl(journey.id);
  const here = new Set(journey.places.map(({ step }) => step));
  const steps =
    journeys
      .find(({ name }) => name === journey.journey)
      ?.steps.filter(({ name }) => !here.has(name)) ?? [];
  const [to, setTo] = useState(steps[0]?.name ?? '');
  const [reason, setReason] = useState('');
  return (
    <AskForm
      go={t('control.override')}
      isReady={reason !== '' && to !== ''}
      onGo={() => {
        send('override', { to, reason });
        onClose();
      }}
      onClose={onClose}
    >
      <p className="soft">{t('control.override-lead')}</p>
      <Pick
        block
        label={t('control.to')}
        value={to}
        choices={steps.map(({ name }) => ({ value: name, label: nameOf(name) }))}
        onPick={setTo}
      />
      <ReasonField value={reason} onChange={setReason} />
    </AskForm>
  );
}
