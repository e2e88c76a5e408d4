/**
 * Stalls: overdue or slower than its kind, grouped by cause, ranked by the people that one fix
 * frees.
 */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { StallCause, Stalls } from '../../../onward/src/api/index.ts';
import { useRead } from '../api/queries.ts';
import { useView } from '../app/router.tsx';
import { useMe, useSession } from '../app/session.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Chip, type Shape, type Tone } from '../parts/chip.tsx';
import { Empty, Loaded, NotMeasured } from '../parts/loaded.tsx';
import { Figure } from '../parts/number.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Steady } from '../parts/steady.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t } from '../words/words.ts';
import { HoldDialog } from './sources/hold.tsx';

export function Page() {
  const [view, change] = useView();
  const { owners } = useSession();
  const me = useMe();
  const owner = view['owner'] ?? '';
  const query = useRead<Stalls>('/v1/stalls', { owner }, 15_000);
  return (
    <Screen
      title={t('stalls.title')}
      lead={t('stalls.lead')}
      acts={
        <>
          <Fresh at={query.data?.at} again={() => query.refetch()} busy={query.isFetching} />
          <Pick
            label={t('queue.owner')}
            value={owner}
            choices={[
              { value: '', label: t('queue.everybody') },
              ...(me.owners.length === 0
                ? []
                : [{ value: me.owners.join(','), label: t('queue.mine') }]),
              ...owners
                .map(({ name }) => ({ value: name, label: nameOf(name) }))
                .filter(({ value }) => value !== me.owners.join(',')),
            ]}
            onPick={(value) => change({ owner: value })}
          />
        </>
      }
    >
      <Loaded query={query}>
        {({ at, causes }) => {
          if (at === null) return <NotMeasured>{t('stalls.not-yet')}</NotMeasured>;
          if (causes.length === 0)
            return <Empty title={t('stalls.none')}>{t('stalls.none-lead')}</Empty>;
          const most = Math.max(...causes.map(({ people }) => people), 1);
          return (
            <Steady
              key={`${owner}/${query.isPlaceholderData}`}
              rows={causes}
              keyOf={({ id }) => id}
            >
              {(rows) => (
                <ol className="stack">
                  {rows.map((cause) => (
                    <li key={cause.id}>
                      <Stall cause={cause} most={most} />
                    </li>
                  ))}
                </ol>
              )}
            </Steady>
          );
        }}
      </Loaded>
    </Screen>
  );
}

const looks = {
  source: ['bad', 'failed'],
  absence: ['warn', 'warn'],
  command: ['bad', 'exception'],
  rule: ['info', 'hold'],
  step: ['warn', 'overdue'],
  slow: ['plain', 'due'],
} as const satisfies Readonly<Record<StallCause['kind'], readonly [Tone, Shape]>>;

function Stall({ cause, most }: { readonly cause: StallCause; readonly most: number }) {
  const [tone, shape] = looks[cause.kind];
  const asked = Object.fromEntries(new URLSearchParams(cause.queue));
  const rows = { to: '/queue', search: 'owner' in asked ? asked : { owner: 'all', ...asked } };
  return (
    <article className="panel stall">
      <div className="stall-people">
        <b>
          <Figure value={cause.people} rows={rows} />
        </b>
        <span className="small soft">{t('stalls.freed', { n: cause.people })}</span>
        <span className="stall-bar" aria-hidden="true">
          <span style={{ width: `${(cause.people / most) * 100}%` }} />
        </span>
      </div>
      <div className="stack">
        <div>
          <p className="row">
            <Chip tone={tone} shape={shape}>
              {t(`stalls.kind-${cause.kind}`)}
            </Chip>
            <strong>{causeWords(cause)}</strong>
          </p>
          <p className="small soft row">
            {cause.overdue === 0 ? null : <span>{t('stalls.overdue', { n: cause.overdue })}</span>}
            {cause.slow === 0 ? null : <span>{t('stalls.slow', { n: cause.slow })}</span>}
            {cause.held === 0 ? null : <span>{t('stalls.held', { n: cause.held })}</span>}
            <span>
              {t('stalls.oldest')} <When at={cause.oldest} as="both" />
            </span>
          </p>
        </div>
        {cause.consequences.length === 0 ? null : (
          <ul className="consequences small">
            {cause.consequences.map(({ obligation, journey, sentence, due }) => (
              <li key={obligation} className="row">
                <Chip tone="bad" shape="safety">
                  {t('stalls.consequence')}
                </Chip>
                <Link to="/journeys/$id" params={{ id: journey }}>
                  {sentence}
                </Link>
                <When at={due} as="both" />
              </li>
            ))}
          </ul>
        )}
        <div className="row">
          <Fix cause={cause} />
          <ButtonLink {...rows}>{t('stalls.rows')}</ButtonLink>
        </div>
      </div>
    </article>
  );
}

function causeWords({ kind, system, owner, step, command, state }: StallCause): string {
  const stepName = nameOf(step ?? '');
  switch (kind) {
    case 'source':
      return t('stalls.source', { system: system ?? '', state: state ?? '' });
    case 'absence':
      return t('stalls.absence', { owner: nameOf(owner ?? '') });
    case 'command':
      return t('stalls.command', { command: nameOf(command ?? ''), system: system ?? '' });
    case 'rule':
      return t('stalls.rule', { step: stepName });
    case 'step':
      return t('stalls.step', { step: stepName, owner: nameOf(owner ?? '') });
    case 'slow':
      return t('stalls.slow-at', { step: stepName });
  }
}

function Fix({ cause }: { readonly cause: StallCause }) {
  const [holding, setHolding] = useState(false);
  const { system } = cause;
  switch (cause.fix) {
    case 'hold':
      if (system === null) return null;
      return (
        <>
          <Button kind="primary" onPress={() => setHolding(true)}>
            {t('stalls.fix-hold', { system })}
          </Button>
          <HoldDialog system={system} isOpen={holding} onClose={() => setHolding(false)} />
        </>
      );
    case 'recover':
      return (
        <ButtonLink
          kind="primary"
          to="/recovery"
          search={cause.cause === null ? {} : { cause: cause.cause }}
        >
          {t('stalls.fix-recover')}
        </ButtonLink>
      );
    case 'hand-over':
      return (
        <ButtonLink kind="primary" to="/people">
          {t('stalls.fix-hand-over')}
        </ButtonLink>
      );
    case 'look-up':
      return (
        <ButtonLink kind="primary" to="/sources" search={system === null ? {} : { system }}>
          {t('stalls.fix-look-up')}
        </ButtonLink>
      );
    case 'queue':
      return null;
  }
}
