/**
 * One act on many: first who it would be done to and who not and why, then row by row what became
 * of it. A row is verified when its journey shows it; nothing is called done before.
 */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  BulkPreview,
  BulkPreviewRequest,
  BulkRun,
  QueueRow,
} from '../../../../onward/src/api/index.ts';
import { get, post } from '../../api/client.ts';
import { useMe, useSession } from '../../app/session.ts';
import type { Act } from '../../parts/acts.tsx';
import { AskForm } from '../../parts/ask-form.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { OwnerPick } from '../../parts/owner-pick.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { RunResults, type RunItem } from '../../parts/run-results.tsx';
import { say } from '../../parts/toasts.tsx';
import { nameOf, t } from '../../words/words.ts';

export interface BulkSelection {
  readonly rows: readonly QueueRow[];
  readonly act: Act;
  /** Everything that matches, not only the rows. */
  readonly filter?: Readonly<Record<string, string>>;
}

interface BulkDialogProps {
  readonly selection: BulkSelection | undefined;
  readonly onClose: () => void;
}

export function BulkDialog({ selection, onClose }: BulkDialogProps) {
  return (
    <Dialog title={t('bulk.title')} isOpen={selection !== undefined} onClose={onClose} wide>
      {selection === undefined ? null : <Bulk selection={selection} onClose={onClose} />}
    </Dialog>
  );
}

function Bulk({
  selection,
  onClose,
}: {
  readonly selection: BulkSelection;
  readonly onClose: () => void;
}) {
  const { actor } = useMe();
  const [preview, setPreview] = useState<BulkPreview>();
  const [run, setRun] = useState<string>();
  if (run !== undefined) return <Progress id={run} onClose={onClose} />;
  if (preview === undefined) {
    return <Choose selection={selection} onPreview={setPreview} onClose={onClose} />;
  }
  const start = async (): Promise<void> => {
    try {
      const { id } = await post<BulkRun>('/v1/bulk/runs', { token: preview.token, actor });
      setRun(id);
    } catch (error) {
      say(t('act.failed', { why: error instanceof Error ? error.message : '' }), 'bad');
    }
  };
  return <Previewed preview={preview} onRun={() => void start()} onClose={onClose} />;
}

/** As the address has it, days being numbers. */
function filterOf(view: Readonly<Record<string, string>>): Record<string, string | number> {
  const said = Object.entries(view).filter(([, value]) => value !== '');
  const isDay = (name: string): boolean => name === 'fromDay' || name === 'toDay';
  return Object.fromEntries(
    said.map(([name, value]) => [name, isDay(name) ? Number(value) : value]),
  );
}

interface ChooseProps {
  readonly selection: BulkSelection;
  readonly onPreview: (preview: BulkPreview) => void;
  readonly onClose: () => void;
}

function Choose({ selection, onPreview, onClose }: ChooseProps) {
  const { rows, filter } = selection;
  const { owners } = useSession();
  const [act, setAct] = useState<Act>(selection.act);
  const [action, setAction] = useState(commonActions(rows)[0] ?? '');
  const [owner, setOwner] = useState(owners[0]?.name ?? '');
  const [reason, setReason] = useState('');
  const request = (): BulkPreviewRequest => ({
    select: filter === undefined ? { ids: rows.map(({ id }) => id) } : { filter: filterOf(filter) },
    act:
      act === 'do'
        ? { kind: 'act', action }
        : act === 'assign'
          ? { kind: 'assign', owner }
          : { kind: 'park', owner, reason, reviewEvery: '7d' },
  });
  const ask = async (): Promise<void> => {
    try {
      onPreview(await post<BulkPreview>('/v1/bulk/preview', request()));
    } catch (error) {
      say(t('act.failed', { why: error instanceof Error ? error.message : '' }), 'bad');
    }
  };
  const isReady = act === 'do' ? action !== '' : act === 'assign' || reason !== '';
  const acts: readonly Act[] = ['do', 'assign', 'park'];
  return (
    <AskForm go={t('bulk.preview')} isReady={isReady} onGo={() => void ask()} onClose={onClose}>
      <p className="soft">
        {filter === undefined ? t('bulk.of-rows', { n: rows.length }) : t('bulk.of-filter')}
      </p>
      <Pick
        block
        label={t('bulk.what')}
        value={act}
        choices={acts.map((value) => ({ value, label: t(`bulk.${value}`) }))}
        onPick={(value) => setAct(acts.find((each) => each === value) ?? 'do')}
      />
      {act === 'do' ? (
        <Pick
          block
          label={t('act.which')}
          value={action}
          choices={commonActions(rows).map((value) => ({ value, label: nameOf(value) }))}
          onPick={setAction}
        />
      ) : (
        <OwnerPick
          label={act === 'assign' ? t('act.to') : t('act.review-by')}
          value={owner}
          onPick={setOwner}
        />
      )}
      {act === 'park' ? <ReasonField value={reason} onChange={setReason} /> : null}
    </AskForm>
  );
}

/** Actions that at least one of them has and that need nothing stated, the commonest first. */
function commonActions(rows: readonly QueueRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { actions } of rows) {
    for (const { name, with: needs } of actions) {
      if (Object.keys(needs).length === 0) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
}

interface PreviewedProps {
  readonly preview: BulkPreview;
  readonly onRun: () => void;
  readonly onClose: () => void;
}

function Previewed({ preview, onRun, onClose }: PreviewedProps) {
  const { eligible, notEligible, would, more } = preview;
  return (
    <div className="stack">
      <p>
        <strong>{t('bulk.eligible', { n: eligible })}</strong>{' '}
        {would.map(({ step, count }) => (
          <span key={step ?? ''} className="soft">
            {t('bulk.would', {
              n: count,
              step: step === null ? t('bulk.stays') : nameOf(step),
            })}{' '}
          </span>
        ))}
      </p>
      {more ? (
        <p className="bar" data-tone="warn">
          {t('bulk.more')}
        </p>
      ) : null}
      {notEligible.length === 0 ? null : (
        <details open={notEligible.length <= 10}>
          <summary>{t('bulk.not-eligible', { n: notEligible.length })}</summary>
          <ul className="stack small">
            {notEligible.map(({ id, journey, why, code }) => (
              <li key={id}>
                <code>{journey}</code> {why} <span className="soft">{code}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="dialog-acts">
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button kind="primary" onPress={onRun} isDisabled={eligible === 0} autoFocus>
          {t('bulk.run', { n: eligible })}
        </Button>
      </div>
    </div>
  );
}

function Progress({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const run = useQuery({
    queryKey: ['/v1/bulk/runs', id],
    queryFn: () => get<BulkRun>(`/v1/bulk/runs/${id}`),
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : 500),
  });
  const isOver = run.data?.state === 'ended';
  const failed = useQuery({
    queryKey: ['/v1/bulk/runs', id, 'failed', run.data?.counts.failed],
    enabled: isOver,
    queryFn: () =>
      get<{ items: readonly RunItem[] }>(`/v1/bulk/runs/${id}/items`, { status: 'failed' }),
  });
  return (
    <div className="stack">
      <Loaded query={run}>
        {({ counts }) => <RunResults counts={counts} isOver={isOver} items={failed.data?.items} />}
      </Loaded>
      <div className="dialog-acts">
        <Button kind="primary" onPress={onClose} autoFocus>
          {isOver ? t('act.close') : t('bulk.leave')}
        </Button>
      </div>
    </div>
  );
}
