/** A hold: whom it touches is counted first, exactly, and then it is set with a review. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { usePages, useRead } from '../../api/queries.ts';
import { useMe } from '../../app/session.ts';
import { AskForm } from '../../parts/ask-form.tsx';
import { attempt } from '../../parts/attempt.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Stat } from '../../parts/number.tsx';
import { Paged } from '../../parts/paged.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { When } from '../../parts/when.tsx';
import { nameOf, t } from '../../words/words.ts';

interface Blast {
  readonly since: string;
  readonly counts: Readonly<Record<'waiting' | 'falselyOverdue' | 'safety' | 'stale', number>>;
  readonly journeys: readonly { readonly journey: string; readonly why: readonly string[] }[];
  readonly next: string | null;
}

const spans = ['1h', '4h', '8h', '1d'] as const;
const figures = [
  { count: 'waiting', why: 'waiting', label: 'hold.waiting', tone: undefined },
  { count: 'falselyOverdue', why: 'falsely-overdue', label: 'hold.falsely', tone: 'warn' },
  { count: 'safety', why: 'safety', label: 'hold.safety', tone: 'bad' },
  { count: 'stale', why: 'stale', label: 'hold.stale', tone: undefined },
] as const;
type Why = (typeof figures)[number]['why'];

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
  const [why, setWhy] = useState<Why>();
  const blast = useRead<Blast>('/v1/holds/preview', { system, for: span, limit: 1 }, false);
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
        {({ counts, since }) => (
          <div className="stack">
            <p className="small soft">
              {t('hold.since')} <When at={since} as="both" />
            </p>
            <div className="stats">
              {figures.map(({ count, label, tone, ...figure }) => (
                <Stat
                  key={count}
                  label={t(label)}
                  value={counts[count]}
                  tone={tone}
                  isOpen={why === figure.why}
                  onOpen={(isOpen) => setWhy(isOpen ? figure.why : undefined)}
                />
              ))}
            </div>
            {why === undefined ? null : <Touched system={system} span={span} why={why} />}
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

interface TouchedProps {
  readonly system: string;
  readonly span: string;
  readonly why: Why;
}

/** The people behind a figure. */
function Touched({ system, span, why }: TouchedProps) {
  const pages = usePages<Blast>('/v1/holds/preview', { system, for: span, why, limit: 10 });
  return (
    <Paged
      pages={pages}
      rowsOf={({ journeys }) => journeys}
      empty={<p className="small soft">{t('state.empty')}</p>}
    >
      {(journeys) => (
        <ul className="stack small" aria-label={t('hold.who')}>
          {journeys.map(({ journey, why: reasons }) => (
            <li key={journey} className="row">
              <Link to="/journeys/$id" params={{ id: journey }}>
                {journey}
              </Link>
              <span className="soft">{reasons.map(nameOf).join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  );
}
