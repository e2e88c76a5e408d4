/** Nothing that people wrote is shown before somebody has said why they look. */
import { useState, type ReactNode } from 'react';
import { Button } from '../../parts/button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { t } from '../../words/words.ts';

export function Unlock({ children }: { readonly children: (reason: string) => ReactNode }) {
  const [reason, setReason] = useState('');
  const [stated, setStated] = useState<string>();
  if (stated !== undefined) return children(stated);
  return (
    <Panel title={t('unlock.title')}>
      <form
        className="stack unlock"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason !== '') setStated(reason);
        }}
      >
        <p className="soft">{t('unlock.lead')}</p>
        <ReasonField value={reason} onChange={setReason} />
        <div>
          <Button kind="primary" type="submit" isDisabled={reason === ''}>
            {t('unlock.go')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
