/** A release asks the system about everyone who waited; it closes only when all is well. */
import { useState } from 'react';
import type { Hold } from '../../../../onward/src/api/index.ts';
import { post } from '../../api/client.ts';
import { useMe } from '../../app/session.ts';
import { attempt } from '../../parts/attempt.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Stat } from '../../parts/number.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { t, type MessageId } from '../../words/words.ts';

interface Released {
  readonly released: boolean;
  readonly missing: readonly string[];
  readonly readBack: {
    readonly asked: number;
    readonly unchanged: number;
    readonly closed: number;
    readonly conflicts: number;
    readonly unanswered: number;
  } | null;
}

interface ReleaseDialogProps {
  readonly hold: Hold | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ReleaseDialog({ hold, isOpen, onClose }: ReleaseDialogProps) {
  return (
    <Dialog
      title={t('release.title', { system: hold?.system ?? '' })}
      isOpen={isOpen}
      onClose={onClose}
    >
      {hold === null ? <p>{t('release.none')}</p> : <Releasing hold={hold} onClose={onClose} />}
    </Dialog>
  );
}

function Releasing({ hold, onClose }: { readonly hold: Hold; readonly onClose: () => void }) {
  const { actor } = useMe();
  const [reason, setReason] = useState('system-well-again');
  const [result, setResult] = useState<Released>();
  const [busy, setBusy] = useState(false);
  const release = async (force: boolean): Promise<void> => {
    setBusy(true);
    setResult(
      await attempt(() => post<Released>(`/v1/holds/${hold.id}/release`, { actor, reason, force })),
    );
    setBusy(false);
  };
  return (
    <div className="stack">
      <p className="soft">{t('release.lead')}</p>
      {result === undefined ? (
        <ReasonField value={reason} onChange={setReason} />
      ) : (
        <Result result={result} />
      )}
      <div className="dialog-acts" role="status">
        {busy ? <span className="soft">{t('release.asking')}</span> : null}
        {result?.released === true ? (
          <Button kind="primary" onPress={onClose}>
            {t('act.close')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('act.cancel')}</Button>
            {result === undefined ? null : (
              <Button kind="danger" isDisabled={busy} onPress={() => void release(true)}>
                {t('release.force')}
              </Button>
            )}
            <Button
              kind="primary"
              isDisabled={busy || reason === ''}
              onPress={() => void release(false)}
            >
              {result === undefined ? t('release.go') : t('act.try-again')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

function Result({ result }: { readonly result: Released }) {
  const { released, missing, readBack } = result;
  return (
    <div className="stack">
      <p className="bar" data-tone={released ? undefined : 'warn'}>
        {released ? t('release.done') : t('release.not-yet')}
      </p>
      {missing.length === 0 ? null : (
        <ul className="small">
          {missing.map((each) => (
            <li key={each}>{t(`release.missing-${each}` as MessageId)}</li>
          ))}
        </ul>
      )}
      {readBack === null ? null : (
        <div className="stats">
          <Stat label={t('release.asked')} value={readBack.asked} />
          <Stat label={t('release.unchanged')} value={readBack.unchanged} />
          <Stat label={t('release.closed')} value={readBack.closed} />
          <Stat label={t('release.conflicts')} value={readBack.conflicts} tone="bad" />
          <Stat label={t('release.unanswered')} value={readBack.unanswered} tone="warn" />
        </div>
      )}
    </div>
  );
}
