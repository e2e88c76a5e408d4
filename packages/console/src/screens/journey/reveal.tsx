/**
 * What the systems know of the person, read just in time from the edge, for a reason, and recorded
 * first. It is masked again after a minute and is never kept.
 */
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { post } from '../../api/client.ts';
import { useMe } from '../../app/session.ts';
import { AskForm } from '../../parts/ask-form.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { say } from '../../parts/toasts.tsx';
import { t } from '../../words/words.ts';

interface Section {
  readonly system: string;
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly missing?: string;
}
interface Pass {
  readonly url: string;
  readonly token: string;
}

const shownMs = 60_000;

export function Reveal({ obligation }: { readonly obligation: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" onPress={() => setOpen(true)}>
        <Eye size={15} aria-hidden="true" />
        {t('reveal.open')}
      </Button>
      <Dialog title={t('reveal.title')} isOpen={open} onClose={() => setOpen(false)}>
        <Revealing obligation={obligation} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Revealing({
  obligation,
  onClose,
}: {
  readonly obligation: string;
  readonly onClose: () => void;
}) {
  const { actor } = useMe();
  const [reason, setReason] = useState('');
  const [sections, setSections] = useState<readonly Section[]>();
  useEffect(() => {
    if (sections === undefined) return undefined;
    const timer = setTimeout(onClose, shownMs);
    return () => clearTimeout(timer);
  }, [sections, onClose]);
  const show = async (): Promise<void> => {
    try {
      const pass = await post<Pass>(`/v1/obligations/${obligation}/brief`, { actor, reason });
      setSections(await atEdge(pass));
    } catch (error) {
      say(t('act.failed', { why: error instanceof Error ? error.message : '' }), 'bad');
    }
  };
  if (sections !== undefined) return <Shown sections={sections} onClose={onClose} />;
  return (
    <AskForm go={t('reveal.go')} isReady={reason !== ''} onGo={() => void show()} onClose={onClose}>
      <p className="soft">{t('reveal.lead')}</p>
      <ReasonField value={reason} onChange={setReason} />
    </AskForm>
  );
}

async function atEdge({ url, token }: Pass): Promise<readonly Section[]> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(
    () => undefined,
  );
  if (response === undefined || !response.ok) throw new Error(t('reveal.away'));
  const { sections } = (await response.json()) as { sections: readonly Section[] };
  return sections;
}

function Shown({
  sections,
  onClose,
}: {
  readonly sections: readonly Section[];
  readonly onClose: () => void;
}) {
  return (
    <div className="stack">
      {sections.length === 0 ? <p>{t('reveal.nothing')}</p> : null}
      {sections.map(({ system, title, lines, missing }) => (
        <section key={`${system} ${title}`} className="stack tight">
          <h3>
            {title} <span className="soft">{system}</span>
          </h3>
          {missing === undefined ? null : (
            <p className="bar" data-tone="warn">
              {t('reveal.missing', { code: missing })}
            </p>
          )}
          <dl className="facts">
            {lines.map(({ label, text }) => (
              <div key={label} style={{ display: 'contents' }}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className="soft tiny">{t('reveal.masked-soon')}</p>
      <div className="dialog-acts">
        <Button kind="primary" onPress={onClose}>
          <EyeOff size={15} aria-hidden="true" />
          {t('reveal.mask')}
        </Button>
      </div>
    </div>
  );
}
