/**
 * Sources: each outside system, its lag against its normal rhythm, and what a silence would touch.
 */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Source } from '../../../onward/src/api/index.ts';
import { post } from '../api/client.ts';
import { useRead, useRenew } from '../api/queries.ts';
import { asServer } from '../app/clock.ts';
import { useView } from '../app/router.tsx';
import { useMe } from '../app/session.ts';
import { attempt } from '../parts/attempt.ts';
import { Button } from '../parts/button.tsx';
import { Chip, type Shape, type Tone } from '../parts/chip.tsx';
import { Empty, Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/panel.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { Steady } from '../parts/steady.tsx';
import { Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { lasting } from '../words/time.ts';
import { nameOf, t } from '../words/words.ts';
import { HoldDialog } from './sources/hold.tsx';
import { ReleaseDialog } from './sources/release.tsx';

interface SourcesAnswer {
  readonly sources: readonly Source[];
}
interface WatchdogsAnswer {
  readonly well: boolean;
  readonly watchdogs: readonly {
    readonly detector: string;
    readonly triedAt: string | null;
    readonly firedAt: string | null;
    readonly tookMs: number | null;
    readonly code: string | null;
  }[];
}

export function Page() {
  const [view] = useView();
  const query = useRead<SourcesAnswer>('/v1/sources', {}, 10_000);
  const readAt = asServer(query.dataUpdatedAt);
  const only = view['system'];
  return (
    <Screen
      title={t('sources.title')}
      lead={t('sources.lead')}
      acts={<Fresh at={readAt} again={() => query.refetch()} busy={query.isFetching} />}
    >
      <Loaded
        query={query}
        isEmpty={({ sources }) => sources.length === 0}
        empty={<Empty title={t('sources.none')} />}
      >
        {({ sources }) => (
          <Steady rows={ranked(sources)} keyOf={({ system }) => system}>
            {(rows) => (
              <div className="source-grid">
                {rows.map((source) => (
                  <SourceCard
                    key={source.system}
                    source={source}
                    isMarked={source.system === only}
                  />
                ))}
              </div>
            )}
          </Steady>
        )}
      </Loaded>
      <Watchdogs />
    </Screen>
  );
}

const looks = {
  well: ['good', 'good'],
  quiet: ['warn', 'warn'],
  refused: ['bad', 'failed'],
  away: ['bad', 'overdue'],
  unknown: ['plain', 'unknown'],
} as const satisfies Readonly<Record<Source['state'], readonly [Tone, Shape]>>;

const order = ['refused', 'away', 'quiet', 'well', 'unknown'] as const;

function rank({ state, hold }: Source): number {
  return hold === null ? order.indexOf(state) : -1;
}

function ranked(sources: readonly Source[]): readonly Source[] {
  return sources.toSorted((a, b) => rank(a) - rank(b) || a.system.localeCompare(b.system));
}

function SourceCard({ source, isMarked }: { readonly source: Source; readonly isMarked: boolean }) {
  const [tone, shape] = looks[source.state];
  const { hold, incident, backlog } = source;
  return (
    <section
      className="panel source"
      data-marked={isMarked || undefined}
      aria-labelledby={`source-${source.system}`}
    >
      <div className="panel-head">
        <h2 id={`source-${source.system}`}>{source.system}</h2>
        <span className="soft small">{source.connector}</span>
        <span className="end">
          {hold === null ? null : (
            <Chip tone="hold" shape="hold">
              {t('sources.on-hold')}
            </Chip>
          )}
          <Chip tone={tone} shape={shape}>
            {t(`sources.${source.state}`)}
          </Chip>
        </span>
      </div>
      <div className="panel-body stack">
        {incident === null ? null : (
          <p className="bar" data-tone="bad">
            <span>
              {t(`incident.${incident.kind}`)} <When at={incident.since} as="both" />
              {incident.code === null ? '' : ` · ${incident.code}`} ·{' '}
              {t('sources.owner', { owner: nameOf(incident.owner) })}
            </span>
          </p>
        )}
        {hold === null ? null : (
          <p className="bar" data-tone="warn">
            <span>
              {t('sources.held-by', { by: hold.by, reason: nameOf(hold.reason) })}{' '}
              <When at={hold.review} as="both" />
            </span>
          </p>
        )}
        <Rhythm source={source} />
        <dl className="facts">
          <dt>{t('sources.last-good')}</dt>
          <dd>
            {source.lastGood === null ? (
              t('sources.never')
            ) : (
              <When at={source.lastGood} as="both" />
            )}
          </dd>
          <dt>{t('sources.last-heard')}</dt>
          <dd>
            {source.lastHeard === null ? (
              t('sources.never')
            ) : (
              <When at={source.lastHeard} as="both" />
            )}
          </dd>
          <dt>{t('sources.lag')}</dt>
          <dd>
            {source.lag === null
              ? t('state.not-measured-short')
              : t('sources.lag-is', {
                  p50: lasting(source.lag.p50Ms),
                  p95: lasting(source.lag.p95Ms),
                  n: source.lag.events,
                })}
            {source.lagging ? (
              <>
                {' '}
                <Chip tone="warn" shape="warn">
                  {t('sources.lagging')}
                </Chip>
              </>
            ) : null}
          </dd>
          <dt>{t('sources.backlog')}</dt>
          <dd>
            {backlog === null ? (
              t('state.not-measured-short')
            ) : (
              <Link to="/unmatched">
                {t('sources.backlog-is', {
                  quarantined: backlog.quarantined,
                  unmatched: backlog.unmatched,
                })}
              </Link>
            )}
          </dd>
        </dl>
        <SourceActs source={source} />
      </div>
    </section>
  );
}

/** Its silence against the longest that is normal at this hour. */
function Rhythm({ source }: { readonly source: Source }) {
  const { silentMs, normalSilence } = source;
  if (silentMs === null) return <p className="small soft">{t('sources.not-heard')}</p>;
  if (normalSilence === null) {
    return <p className="small soft">{t('sources.silent-unknown', { span: lasting(silentMs) })}</p>;
  }
  const share = Math.min(silentMs / normalSilence.ms, 2) / 2;
  const isLong = silentMs > normalSilence.ms;
  return (
    <div className="rhythm">
      <p className="small">
        {t('sources.silent', { span: lasting(silentMs), normal: lasting(normalSilence.ms) })}{' '}
        <span className="soft">{t(`sources.from-${normalSilence.from}`)}</span>
      </p>
      <svg
        viewBox="0 0 200 10"
        preserveAspectRatio="none"
        aria-hidden="true"
        data-long={isLong || undefined}
      >
        <rect className="rhythm-ground" width="200" height="10" rx="3" />
        <rect className="rhythm-now" width={Math.max(2, share * 200)} height="10" rx="3" />
        <line className="rhythm-normal" x1="100" x2="100" y1="0" y2="10" />
      </svg>
    </div>
  );
}

function SourceActs({ source }: { readonly source: Source }) {
  const [open, setOpen] = useState<'hold' | 'release'>();
  const { actor } = useMe();
  const renew = useRenew();
  const close = (): void => {
    setOpen(undefined);
    renew('/v1/sources', '/v1/queue', '/v1/today');
  };
  const reconcile = (): void => {
    void attempt(
      () => post('/v1/reconciliations', { actor, system: source.system }),
      t('sources.comparing', { system: source.system }),
    );
  };
  return (
    <div className="row">
      {source.hold === null ? (
        <Button onPress={() => setOpen('hold')}>{t('sources.hold')}</Button>
      ) : (
        <Button kind="primary" onPress={() => setOpen('release')}>
          {t('sources.release')}
        </Button>
      )}
      <Button kind="quiet" onPress={reconcile}>
        {t('sources.compare')}
      </Button>
      <HoldDialog system={source.system} isOpen={open === 'hold'} onClose={close} />
      <ReleaseDialog hold={source.hold} isOpen={open === 'release'} onClose={close} />
    </div>
  );
}

function Watchdogs() {
  const query = useRead<WatchdogsAnswer>('/v1/watchdogs', {}, 60_000);
  return (
    <Panel title={t('watchdogs.title')} flush>
      <Loaded query={query}>
        {({ watchdogs }) => (
          <Table
            caption={t('watchdogs.title')}
            rows={watchdogs}
            keyOf={({ detector }) => detector}
            columns={[
              { name: t('watchdogs.detector'), cell: ({ detector }) => nameOf(detector) },
              {
                name: t('watchdogs.state'),
                cell: ({ firedAt, code }) =>
                  code !== null ? (
                    <Chip tone="bad" shape="failed">
                      {code}
                    </Chip>
                  ) : firedAt === null ? (
                    <Chip shape="unknown">{t('watchdogs.never')}</Chip>
                  ) : (
                    <Chip tone="good" shape="good">
                      {t('watchdogs.fired')}
                    </Chip>
                  ),
              },
              {
                name: t('watchdogs.last'),
                cell: ({ firedAt }) => (firedAt === null ? '' : <When at={firedAt} as="both" />),
              },
              {
                name: t('watchdogs.took'),
                isNumber: true,
                cell: ({ tookMs }) => (tookMs === null ? '' : lasting(tookMs)),
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}
