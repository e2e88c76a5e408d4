/** A task beside a journey's plan: whose it is, until when, and why. */
import { useState } from 'react';
import { t } from '../words/words.ts';
import { AskForm } from './ask-form.tsx';
import { OwnerPick } from './owner-pick.tsx';
import { Pick } from './pick.tsx';
import { ReasonField } from './reason-field.tsx';

export interface NewTask {
  readonly owner: string;
  /** As the language says it: `1d`. */
  readonly within: string;
  readonly reason: string;
}

interface TaskFormProps {
  /** Whose it is unless another is chosen. */
  readonly owner: string;
  readonly reason?: string;
  readonly go: string;
  readonly onTask: (task: NewTask) => void;
  readonly onClose: () => void;
}

const spans = ['4h', '1d', '3d', '7d'] as const;

export function TaskForm({ go, onTask, onClose, ...given }: TaskFormProps) {
  const [owner, setOwner] = useState(given.owner);
  const [within, setWithin] = useState<string>('1d');
  const [reason, setReason] = useState(given.reason ?? '');
  return (
    <AskForm
      go={go}
      isReady={reason !== ''}
      onGo={() => {
        onTask({ owner, reason, within });
        onClose();
      }}
      onClose={onClose}
    >
      <OwnerPick value={owner} onPick={setOwner} />
      <Pick
        block
        label={t('control.within')}
        value={within}
        choices={spans.map((value) => ({ value, label: value }))}
        onPick={setWithin}
      />
      <ReasonField value={reason} onChange={setReason} />
    </AskForm>
  );
}
