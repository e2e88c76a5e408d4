/**
 * One cause: choose an act, see whom it would touch, run it, and watch each item until it is seen.
 */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  Cause,
  RecoveryItemPage,
  RecoveryPreview,
  RecoveryRun,
} from '../../../../onward/src/api/index.ts';
import { get, post } from '../../api/client.ts';
import { useRenew } from '../../api/queries.ts';
import { useMe, useSession } from '../../app/session.ts';
import { attempt } from '../../parts/attempt.ts';
import { Button } from '../../parts/button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { OwnerPick } from '../../parts/owner-pick.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ReasonField } from '../../parts/reason-field.tsx';
import { RunItems, RunResults } from '../../parts/run-results.tsx';
import { nameOf, t, type MessageId } from '../../words/words.ts';

interface RecoverProps {
  readonly cause: Cause;
  readonly onClose: () => void;
}

export function Recover({ cause, onClose }: RecoverProps) {
  const [preview, setPreview] = useState<RecoveryPreview>();
  const [run, setRun] = useState<string>();
  const { actor } = useMe();
  const start = async (): Promise<void> => {
    if (preview === undefined) return;
    const begun = await attempt(() =>
      post<RecoveryRun>('/v1/recovery/runs', { token: preview.token, actor }),
    );
    setRun(begun?.id);
  };
  return (
    <Panel
      title={t('recover.title', { name: nameOf(cause.name) })}
      end={
        <Button small onPress={onClose}>
          {t('act.close')}
        </Button>
      }
    >
      {run === undefined ? (
        <div className="stack">
          <Choose cause={cause} onPreview={setPreview} />
          {preview === undefined ? null : <Preview preview={preview} onRun={() => void start()} />}
        </div>
      ) : (
        <Running id={run} />
      )}
    </Panel>
  );
}

/** What an act cannot do without. */
const needs: Readonly<Record<string, 'reason' | 'owner' | 'to' | 'journey'>> = {
  skip: 'reason',
  're-route': 'owner',
  override: 'to',
  migrate: 'journey',
};

interface ChooseProps {
  readonly cause: Cause;
  readonly onPreview: (preview: RecoveryPreview) => void;
}

function Choose({ cause, onPreview }: ChooseProps) {
  const { owners, journeys } = useSession();
  const [act, setAct] = useState<string>(cause.acts[0] ?? '');
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const lacking = needs[act];
  const steps = journeys.find(({ name }) => name === cause.journey)?.steps ?? [];
  const value = lacking === undefined ? '' : (given[lacking] ?? defaultOf(lacking));
  function defaultOf(name: string): string {
    return name === 'owner' ? (owners[0]?.name ?? '') : name === 'to' ? (steps[0]?.name ?? '') : '';
  }
  const give = (next: string): void => {
    if (lacking !== undefined) setGiven({ ...given, [lacking]: next });
  };
  const ask = async (): Promise<void> => {
    const stated = {
      ...(lacking === undefined ? {} : { [lacking]: value }),
      ...(act === 'override' ? { reason: given['reason'] ?? 'recovered' } : {}),
    };
    const found = await attempt(() =>
      post<RecoveryPreview>('/v1/recovery/previews', { cause: cause.id, act, with: stated }),
    );
    if (found !== undefined) onPreview(found);
  };
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <Pick
        label={t('recovery.act')}
        value={act}
        choices={cause.acts.map((each) => ({
          value: each,
          label: t(`recovery.act-${each}` as MessageId),
        }))}
        onPick={setAct}
      />
      {lacking === 'owner' ? <OwnerPick value={value} onPick={give} inline /> : null}
      {lacking === 'to' ? (
        <Pick
          label={t('control.to')}
          value={value}
          choices={steps.map(({ name }) => ({ value: name, label: nameOf(name) }))}
          onPick={give}
        />
      ) : null}
      {lacking === 'reason' ? <ReasonField value={value} onChange={give} /> : null}
      {lacking === 'journey' ? (
        <span className="field">
          <label htmlFor="recover-journey">{t('recover.journey')}</label>
          <input
            id="recover-journey"
            value={value}
            onChange={(event) => give(event.target.value)}
          />
        </span>
      ) : null}
      <Button type="submit" isDisabled={act === '' || (lacking !== undefined && value === '')}>
        {t('bulk.preview')}
      </Button>
    </form>
  );
}

function useItems(id: string, part: string, everyMs: number | false) {
  return useQuery({
    queryKey: ['/v1/recovery/runs', id, 'items', part],
    queryFn: () => get<RecoveryItemPage>(`/v1/recovery/runs/${id}/items`, { limit: 200 }),
    refetchInterval: everyMs,
  });
}

function Preview({
  preview,
  onRun,
}: {
  readonly preview: RecoveryPreview;
  readonly onRun: () => void;
}) {
  const { run, more } = preview;
  const items = useItems(run.id, 'preview', false);
  const ready = run.counts.waiting;
  return (
    <div className="stack">
      <p>
        <strong>{t('bulk.eligible', { n: ready })}</strong>{' '}
        {run.counts['not-eligible'] === 0
          ? ''
          : t('bulk.not-eligible', { n: run.counts['not-eligible'] })}
      </p>
      {more ? (
        <p className="bar" data-tone="warn">
          {t('bulk.more')}
        </p>
      ) : null}
      <Loaded query={items}>{(page) => <Would items={page.items} />}</Loaded>
      <div className="dialog-acts">
        <Button kind="primary" isDisabled={ready === 0} onPress={onRun}>
          {t('bulk.run', { n: ready })}
        </Button>
      </div>
    </div>
  );
}

/** What would become of each. */
function Would({ items }: { readonly items: RecoveryItemPage['items'] }) {
  return (
    <RunItems
      items={items.map((item) => ({
        ...item,
        why: item.why ?? (item.would === null ? null : wouldWords(item.would)),
      }))}
    />
  );
}

function wouldWords({
  step,
  asks,
  opens,
}: NonNullable<RecoveryItemPage['items'][number]['would']>): string | null {
  const words = [
    ...(step === null ? [] : [t('recover.would-stand', { step: nameOf(step) })]),
    ...asks.map((what) => t('recover.would-ask', { what: nameOf(what) })),
    ...opens.map((what) => t('recover.would-open', { what: nameOf(what) })),
  ];
  return words.length === 0 ? null : words.join(' · ');
}

function Running({ id }: { readonly id: string }) {
  const renew = useRenew();
  const run = useQuery({
    queryKey: ['/v1/recovery/runs', id],
    queryFn: async () => {
      const said = await get<RecoveryRun>(`/v1/recovery/runs/${id}`);
      if (said.state === 'ended') renew('/v1/recovery/causes');
      return said;
    },
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : 1_000),
  });
  const isOver = run.data?.state === 'ended';
  const items = useItems(id, isOver ? 'over' : 'going', isOver ? false : 2_000);
  return (
    <Loaded query={run}>
      {({ counts }) => <RunResults counts={counts} isOver={isOver} items={items.data?.items} />}
    </Loaded>
  );
}
