/** Nothing that people wrote is shown before somebody has said why they look. */
import { useState, type ReactNode } from 'react';
import { AskForm } from '../../parts/ask-form.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { t } from '../../words/words.ts';

export function Unlock({ children }: { readonly children: (reason: string) => ReactNode }) {
  const [reason, setReason] = useState('');
  const [stated, setStated] = useState<string>();
  if (stated !== undefined) return children(stated);
  return (
    <Panel title={t('unlock.title')}>
      <div className="unlock">
        <AskForm go={t('unlock.go')} isReady={reason !== ''} onGo={() => setStated(reason)}>
          <p className="soft">{t('unlock.lead')}</p>
          <ReasonField value={reason} onChange={setReason} />
        </AskForm>
      </div>
    </Panel>
  );
}
