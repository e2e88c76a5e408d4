/** A hold: whom it touches is counted first, exactly, and then it is set with a review. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { useMe } from '../../app/session.ts';
import { AskForm } from '../../parts/ask-form.tsx';
import { attempt } from '../../parts/attempt.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Stat } from '../../parts/number.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { When } from '../../parts/when.tsx';
import { nameOf, t } from '../../words/words.ts';

interface Blast {
  readonly since: string;
  readonly counts: {
    readonly waiting: number;
    readonly falselyOverdue: number;
    readonly safety: number;
    readonly stale: number;
  };
  readonly journeys: readonly { readonly journey: string; readonly why: readonly string[] }[];
}

const spans = ['1h', '4h', '8h', '1d'] as const;

interface HoldDialogProps {
  readonly system: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function HoldDialog({ system, isOpen, onClose }: HoldDialogProps) {
  return (
    <Dialog title={t('hold.title', { system })} isOpen={isOpen} onClose={onClose} wide>
      <HoldForm system={system} onClose={onClose} />
    </Dialog>
  );
}

function HoldForm({ system, onClose }: Omit<HoldDialogProps, 'isOpen'>) {
  const { actor } = useMe();
  const [span, setSpan] = useState<string>('4h');
  const [reason, setReason] = useState('system-away');
  const blast = useRead<Blast>('/v1/holds/preview', { system, for: span, limit: 20 }, false);
  const set = async (): Promise<void> => {
    const done = t('hold.done', { system });
    const held = await attempt(() => post('/v1/holds', { actor, system, reason, for: span }), done);
    if (held !== undefined) onClose();
  };
  return (
    <AskForm
      go={t('sources.hold')}
      isReady={reason !== ''}
      onGo={() => void set()}
      onClose={onClose}
    >
      <p className="soft">{t('hold.lead')}</p>
      <Loaded query={blast}>
        {({ counts, since, journeys }) => (
          <div className="stack">
            <p className="small soft">
              {t('hold.since')} <When at={since} as="both" />
            </p>
            <div className="stats">
              <Stat label={t('hold.waiting')} value={counts.waiting} />
              <Stat label={t('hold.falsely')} value={counts.falselyOverdue} tone="warn" />
              <Stat label={t('hold.safety')} value={counts.safety} tone="bad" />
              <Stat label={t('hold.stale')} value={counts.stale} />
            </div>
            {journeys.length === 0 ? null : (
              <details>
                <summary>{t('hold.who')}</summary>
                <ul className="stack small">
                  {journeys.map(({ journey, why }) => (
                    <li key={journey} className="row">
                      <Link to="/journeys/$id" params={{ id: journey }}>
                        {journey}
                      </Link>
                      <span className="soft">{why.map(nameOf).join(', ')}</span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </div>
        )}
      </Loaded>
      <Pick
        block
        label={t('hold.review')}
        value={span}
        choices={spans.map((value) => ({ value, label: t(`hold.in-${value}`) }))}
        onPick={setSpan}
      />
      <ReasonField value={reason} onChange={setReason} />
    </AskForm>
  );
}
