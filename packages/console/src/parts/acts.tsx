/** What a person may do with one obligation, from wherever it is shown. */
import { useState } from 'react';
import type { OpenObligation } from '../../../onward/src/api/index.ts';
import { newKey } from '../app/chance.ts';
import { post } from '../api/client.ts';
import { useRenew } from '../api/queries.ts';
import { useMe, useSession } from '../app/session.ts';
import { nameOf, t } from '../words/words.ts';
import { AskForm } from './ask-form.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FactField, readFact, type FactType } from './fact-field.tsx';
import { OwnerPick } from './owner-pick.tsx';
import { Pick } from './pick.tsx';
import { ReasonField } from './reason-field.tsx';
import { doWithUndo } from './toasts.tsx';

export type Act = 'do' | 'assign' | 'park';

/** What an act needs to know of an obligation. */
export type Actable = Pick<OpenObligation, 'id' | 'name' | 'owner' | 'actions'> & {
  readonly journey: string;
};

interface ActDialogProps {
  readonly of: Actable | undefined;
  readonly act: Act | undefined;
  readonly onClose: () => void;
}

export function ActDialog({ of, act, onClose }: ActDialogProps) {
  const isOpen = of !== undefined && act !== undefined;
  const title = act === undefined ? '' : t(`act.${act}-title`, { name: nameOf(of?.name ?? '') });
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      {of === undefined ? null : (
        <>
          {act === 'do' ? <DoForm of={of} onClose={onClose} /> : null}
          {act === 'assign' ? <AssignForm of={of} onClose={onClose} /> : null}
          {act === 'park' ? <ParkForm of={of} onClose={onClose} /> : null}
        </>
      )}
    </Dialog>
  );
}

interface FormProps {
  readonly of: Actable;
  readonly onClose: () => void;
}

function useSend() {
  const renew = useRenew();
  return (
    path: string,
    body: unknown,
    words: { readonly doing: string; readonly done: string },
  ): void => {
    const key = newKey();
    doWithUndo({
      ...words,
      act: () => post(path, body, key),
      after: () => renew('/v1/queue', '/v1/today', '/v1/journeys'),
    });
  };
}

function DoForm({ of, onClose }: FormProps) {
  const { actor } = useMe();
  const send = useSend();
  const [name, setName] = useState(of.actions[0]?.name ?? '');
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const action = of.actions.find((each) => each.name === name);
  if (action === undefined) return <NoActions onClose={onClose} />;
  const fields = Object.entries(action.with) as readonly (readonly [string, FactType])[];
  const isComplete = fields.every(
    ([field, type]) => readFact(type, given[field] ?? '') !== undefined,
  );
  const submit = (): void => {
    const data = Object.fromEntries(
      fields.map(([field, type]) => [field, readFact(type, given[field] ?? '')]),
    );
    const words = {
      doing: t('act.doing', { action: nameOf(name) }),
      done: t('act.done', { action: nameOf(name) }),
    };
    send(`/v1/obligations/${of.id}/act`, { action: name, actor, data }, words);
    onClose();
  };
  return (
    <AskForm go={t('act.do')} isReady={isComplete} onGo={submit} onClose={onClose}>
      <fieldset className="choices">
        <legend className="only-spoken">{t('act.which')}</legend>
        {of.actions.map((each, index) => (
          <label key={each.name} className="choice">
            <input
              type="radio"
              name="action"
              autoFocus={index === 0}
              checked={each.name === name}
              onChange={() => setName(each.name)}
            />
            <span>
              <strong>{nameOf(each.name)}</strong>
              <span className="soft small">
                {' '}
                {t('act.leads-to', {
                  steps: each.leadsTo.map(nameOf).join(', ') || t('act.leads-nowhere'),
                })}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {fields.map(([field, type]) => (
        <FactField
          key={field}
          name={field}
          type={type}
          value={given[field] ?? ''}
          onChange={(value) => setGiven({ ...given, [field]: value })}
        />
      ))}
    </AskForm>
  );
}

function NoActions({ onClose }: Pick<FormProps, 'onClose'>) {
  return (
    <div className="stack">
      <p>{t('act.none')}</p>
      <div className="dialog-acts">
        <Button onPress={onClose}>{t('act.close')}</Button>
      </div>
    </div>
  );
}

function AssignForm({ of, onClose }: FormProps) {
  const { actor } = useMe();
  const { owners } = useSession();
  const send = useSend();
  const others = owners.filter(({ name }) => name !== of.owner);
  const [owner, setOwner] = useState(others[0]?.name ?? '');
  const submit = (): void => {
    const words = {
      doing: t('act.assigning', { owner: nameOf(owner) }),
      done: t('act.assigned', { owner: nameOf(owner) }),
    };
    send(`/v1/journeys/${of.journey}/assign`, { actor, obligation: of.id, owner }, words);
    onClose();
  };
  return (
    <AskForm go={t('act.assign')} isReady={owner !== ''} onGo={submit} onClose={onClose}>
      <p className="soft">{t('act.assign-lead', { owner: nameOf(of.owner) })}</p>
      <Pick
        block
        label={t('act.to')}
        value={owner}
        choices={others.map(({ name }) => ({ value: name, label: nameOf(name) }))}
        onPick={setOwner}
      />
    </AskForm>
  );
}

/** Spans after which somebody looks at what is parked. */
const reviews = ['1d', '3d', '7d', '14d'] as const;

function ParkForm({ of, onClose }: FormProps) {
  const { actor } = useMe();
  const send = useSend();
  const [owner, setOwner] = useState(of.owner);
  const [reason, setReason] = useState('');
  const [every, setEvery] = useState<string>('1d');
  const submit = (): void => {
    const body = { actor, owner, reason, reviewEvery: every };
    send(`/v1/journeys/${of.journey}/park`, body, {
      doing: t('act.parking'),
      done: t('act.parked'),
    });
    onClose();
  };
  return (
    <AskForm go={t('act.park')} isReady={reason !== ''} onGo={submit} onClose={onClose}>
      <p className="soft">{t('act.park-lead')}</p>
      <ReasonField value={reason} onChange={setReason} />
      <Pick
        block
        label={t('act.review-every')}
        value={every}
        choices={reviews.map((value) => ({
          value,
          label: t('act.every', { n: Number.parseInt(value, 10) }),
        }))}
        onPick={setEvery}
      />
      <OwnerPick label={t('act.review-by')} value={owner} onPick={setOwner} />
    </AskForm>
  );
}
