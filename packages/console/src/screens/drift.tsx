/**
 * Drift: what Onward believes beside what a system says; a person chooses, and the choice is
 * recorded.
 */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Drift } from '../../../onward/src/api/index.ts';
import { get } from '../api/client.ts';
import { usePages } from '../api/queries.ts';
import { asServer, useNow } from '../app/clock.ts';
import { useView } from '../app/router.tsx';
import { useSession } from '../app/session.ts';
import { Chip } from '../parts/chip.tsx';
import { FactValue } from '../parts/fact-value.tsx';
import { Empty } from '../parts/loaded.tsx';
import { Paged } from '../parts/paged.tsx';
import { Pick } from '../parts/pick.tsx';
import { Fresh, Screen } from '../parts/screen.tsx';
import { When } from '../parts/when.tsx';
import { nameOf, t, type MessageId } from '../words/words.ts';
import { Decide } from './drift/decide.tsx';

/** Between two looks whether the system shows it. */
const echoMs = 3_000;

interface DriftPage {
  readonly drifts: readonly Drift[];
  readonly next: string | null;
}

export function Page() {
  const [view, change] = useView();
  const { systems } = useSession();
  const state = view['state'] ?? 'open';
  const pages = usePages<DriftPage>('/v1/drifts', {
    state: state === 'any' ? '' : state,
    system: view['system'],
  });
  const readAt = asServer(pages.dataUpdatedAt);
  return (
    <Screen
      title={t('drift.title')}
      lead={t('drift.lead')}
      acts={<Fresh at={readAt} again={() => pages.refetch()} busy={pages.isFetching} />}
    >
      <div className="filters">
        <Pick
          label={t('journeys.status')}
          value={state}
          choices={(['open', 'closed', 'any'] as const).map((value) => ({
            value,
            label: t(`drift.${value}`),
          }))}
          onPick={(value) => change({ state: value === 'open' ? '' : value })}
        />
        <Pick
          label={t('unmatched.source')}
          value={view['system'] ?? ''}
          choices={[
            { value: '', label: t('list.any') },
            ...systems.map(({ name }) => ({ value: name, label: name })),
          ]}
          onPick={(value) => change({ system: value })}
        />
      </div>
      <Paged
        pages={pages}
        rowsOf={({ drifts }) => drifts}
        empty={<Empty title={t('drift.none')}>{t('drift.none-lead')}</Empty>}
      >
        {(all) => (
          <div className="stack">
            {all.map((drift) => (
              <DriftCard key={drift.id} drift={drift} />
            ))}
          </div>
        )}
      </Paged>
    </Screen>
  );
}

/** While what was written back is waited for, the card asks by itself and changes in its place. */
function DriftCard({ drift: listed }: { readonly drift: Drift }) {
  const now = useNow();
  const isWaiting = listed.written !== null && listed.closed === null;
  const echo = useQuery<Drift>({
    queryKey: ['/v1/drifts', listed.id],
    queryFn: ({ signal }) => get<Drift>(`/v1/drifts/${listed.id}`, {}, signal),
    enabled: isWaiting,
    refetchInterval: ({ state }) => ((state.data?.closed ?? null) === null ? echoMs : false),
  });
  const drift = (isWaiting ? echo.data : undefined) ?? listed;
  const { believed, found, closed, evidence, code } = drift;
  return (
    <article className="panel" aria-labelledby={drift.id}>
      <div className="panel-head">
        <Chip tone="warn" shape="warn">
          {t(`drift.class-${drift.class}` as MessageId)}
        </Chip>
        <h2 id={drift.id}>
          <Link to="/journeys/$id" params={{ id: drift.journey }}>
            {drift.journey}
          </Link>
        </h2>
        <span className="soft small">
          {drift.system} · {nameOf(drift.lookUp)}
        </span>
        <span className="end small">
          {t('drift.first-seen')} <When at={drift.firstSeen} as="both" />
        </span>
      </div>
      <div className="panel-body stack">
        <div className="sides">
          <Side
            title={t('drift.believed')}
            side={believed}
            other={found}
            none={t('drift.believed-nothing')}
          />
          <Side
            title={t('drift.found', { system: drift.system })}
            side={found}
            other={believed}
            none={t('drift.found-nothing')}
          />
        </div>
        {evidence === null ? null : (
          <p className="small soft">
            {t('drift.evidence')} <When at={evidence.at} as="both" />
            {evidence.version === null ? '' : ` · ${t('drift.version', { n: evidence.version })}`}
          </p>
        )}
        {code === null ? null : (
          <p className="bar" data-tone="warn">
            {t('drift.not-applied', { code })}
          </p>
        )}
        {closed === null && drift.written !== null ? (
          <Written drift={drift} written={drift.written} isLate={Date.parse(drift.due) <= now} />
        ) : null}
        {closed === null ? (
          <Decide drift={drift} />
        ) : (
          <p className="row small">
            <Chip tone="good" shape="good">
              {t(`drift.closed-${closed.by}` as MessageId)}
            </Chip>
            <When at={closed.at} as="both" />
            <span className="soft">
              {[closed.actor, closed.reason].filter((each) => each !== null).join(' · ')}
            </span>
          </p>
        )}
      </div>
    </article>
  );
}

interface WrittenProps {
  readonly drift: Drift;
  readonly written: NonNullable<Drift['written']>;
  readonly isLate: boolean;
}

/** It was asked for, which is not yet that it is there. */
function Written({ drift: { system, journey, due }, written, isLate }: WrittenProps) {
  const { at, by, command, failed } = written;
  const isBad = isLate || failed !== null;
  return (
    <p className="bar row" data-tone={isBad ? 'bad' : 'warn'} role="status">
      <Chip tone={isBad ? 'bad' : 'warn'} shape={isBad ? 'overdue' : 'due'}>
        {t(
          failed !== null ? 'drift.not-taken' : isLate ? 'drift.not-shown' : 'drift.not-yet-shown',
        )}
      </Chip>
      <span>{t('drift.written', { system, command: nameOf(command), by })}</span>
      <When at={at} as="both" />
      {failed === null ? (
        <>
          <span>{t('drift.asked-until')}</span>
          <When at={due} as="both" />
        </>
      ) : (
        <Link to="/journeys/$id" params={{ id: journey }}>
          {t('drift.failed', { system, outcome: nameOf(failed) })}
        </Link>
      )}
    </p>
  );
}

interface SideProps {
  readonly title: string;
  readonly side: Drift['believed'];
  readonly other: Drift['believed'];
  readonly none: string;
}

function Side({ title, side, other, none }: SideProps) {
  return (
    <section className="side-of">
      <h3>{title}</h3>
      {side === null ? (
        <p className="soft">{none}</p>
      ) : (
        <>
          <p className="small">
            {nameOf(side.event)} · <When at={side.occurredAt} as="both" />
          </p>
          <dl className="facts small">
            {Object.entries(side.facts).map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{nameOf(name)}</dt>
                <dd>
                  <FactValue value={value} />
                  {differs(value, other?.facts[name]) ? (
                    <Chip tone="warn" shape="warn">
                      {t('drift.differs')}
                    </Chip>
                  ) : null}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

type Fact = NonNullable<Drift['believed']>['facts'][string];

/** What only one of both states is no difference. */
function differs(value: Fact, other: Fact | undefined): boolean {
  return other !== undefined && JSON.stringify(value) !== JSON.stringify(other);
}
