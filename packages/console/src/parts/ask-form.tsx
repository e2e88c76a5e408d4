/** A question and what is done with its answer: the act stands last, and Enter does it. */
import type { ReactNode } from 'react';
import { t } from '../words/words.ts';
import { Button } from './button.tsx';

interface AskFormProps {
  /** What the act is called. */
  readonly go: string;
  /** False while something is missing. */
  readonly isReady?: boolean;
  readonly onGo: () => void;
  /** Absent: nothing is there to be left. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

export function AskForm({ go, isReady = true, onGo, onClose, children }: AskFormProps) {
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onGo();
      }}
    >
      {children}
      <div className={onClose === undefined ? 'row' : 'dialog-acts'}>
        {onClose === undefined ? null : <Button onPress={onClose}>{t('act.cancel')}</Button>}
        <Button kind="primary" type="submit" isDisabled={!isReady}>
          {go}
        </Button>
      </div>
    </form>
  );
}
