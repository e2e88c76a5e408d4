/**
 * One journey: where it stands in a sentence, what is next, what happened, and why nothing else
 * did.
 */
import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Journey } from '../../../../onward/src/api/index.ts';
import { useChanged } from '../../api/live.ts';
import { useRead } from '../../api/queries.ts';
import { asServer } from '../../app/clock.ts';
import { useView } from '../../app/router.tsx';
import { ActDialog, type Act } from '../../parts/acts.tsx';
import { Button } from '../../parts/button.tsx';
import { Chip } from '../../parts/chip.tsx';
import { useKeys } from '../../parts/keys.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Changed, Fresh, Screen } from '../../parts/screen.tsx';
import { When } from '../../parts/when.tsx';
import { nameOf, t } from '../../words/words.ts';
import { AsOf } from './as-of.tsx';
import { Beside } from './beside.tsx';
import { ControlMenu } from './controls.tsx';
import { Facts } from './facts.tsx';
import { JourneyMessages } from './messages.tsx';
import { Obligations } from './obligations.tsx';
import { Promises } from './promises.tsx';
import { Timeline } from './timeline.tsx';
import { usePresence } from './presence.ts';
import { WhyNotPanel } from './why-not.tsx';

export function JourneyScreen() {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const [view] = useView();
  const at = view['at'];
  const query = useRead<Journey>(`/v1/journeys/${id}`, { at }, false);
  const ids = useMemo(() => new Set([id]), [id]);
  const changed = useChanged(ids, query.dataUpdatedAt);
  const others = usePresence(id, at === undefined);
  const show = (): void => void query.refetch();
  useKeys({ r: show });
  const readAt = asServer(query.dataUpdatedAt);
  const { data } = query;
  return (
    <Screen
      title={data === undefined ? t('journey.title') : nameOf(data.journey)}
      lead={<Lead id={id} journey={data} others={others} />}
      acts={
        <>
          <Fresh at={readAt} again={show} busy={query.isFetching} />
          {data === undefined || at !== undefined || data.status === 'ended' ? null : (
            <ControlMenu journey={data} />
          )}
          <Button onPress={() => window.print()}>{t('journey.print')}</Button>
        </>
      }
    >
      <Changed count={changed.shown} show={show} />
      <AsOf id={id} />
      <Loaded query={query}>
        {(journey) => <Body journey={journey} isNow={at === undefined} />}
      </Loaded>
    </Screen>
  );
}

interface LeadProps {
  readonly id: string;
  readonly journey: Journey | undefined;
  readonly others: readonly string[];
}

function Lead({ id, journey, others }: LeadProps) {
  return (
    <span className="row">
      <code>{id}</code>
      {journey === undefined ? null : (
        <>
          <Chip tone="info">{nameOf(journey.stage)}</Chip>
          {journey.status === 'ended' ? (
            <Chip tone="good" shape="good">
              {t('journey.ended', { outcome: nameOf(journey.outcome ?? '') })}
            </Chip>
          ) : null}
          <span className="small">
            {t('journey.opened')}{' '}
            <When at={journey.openedAt} zone={journey.explain.zone} as="both" />
          </span>
        </>
      )}
      {others.length === 0 ? null : (
        <span className="present">{t('work.on-it', { who: others.join(', ') })}</span>
      )}
    </span>
  );
}

function Body({ journey, isNow }: { readonly journey: Journey; readonly isNow: boolean }) {
  return (
    <>
      <Sentence journey={journey} isNow={isNow} />
      <div className="columns">
        <div className="stack journey-main">
          <Timeline id={journey.id} zone={journey.explain.zone} until={journey.asOf} />
          {isNow && journey.status === 'open' ? (
            <WhyNotPanel id={journey.id} version={journey.version} />
          ) : null}
        </div>
        <div className="stack journey-side">
          <Facts journey={journey} />
          {isNow ? <Beside id={journey.id} /> : null}
          <Promises clocks={journey.explain.clocks} zone={journey.explain.zone} />
          <JourneyMessages journey={journey} isNow={isNow} />
        </div>
      </div>
    </>
  );
}

function Sentence({ journey, isNow }: { readonly journey: Journey; readonly isNow: boolean }) {
  const { explain, obligations, parked } = journey;
  const [acting, setActing] = useState<{ readonly at: number; readonly act: Act }>();
  const of = acting === undefined ? undefined : obligations[acting.at];
  const begin = (act: Act) => () => {
    if (isNow && obligations.length > 0) setActing({ at: 0, act });
  };
  useKeys({ e: begin('do'), a: begin('assign'), h: begin('assign'), s: begin('park') });
  return (
    <section
      className="panel sentence"
      data-overdue={explain.overdue || undefined}
      aria-label={t('journey.where')}
    >
      <p className="sentence-words">{explain.sentence}</p>
      <dl className="sentence-parts">
        <Part name={t('journey.waiting-for')} value={explain.waitingFor} />
        <Part name={t('journey.from')} value={explain.from} />
        <Part name={t('journey.since')} at={explain.since} zone={explain.zone} />
        <Part name={t('journey.next')} value={explain.next} />
        <Part
          name={t('journey.owner')}
          value={explain.owner === null ? null : nameOf(explain.owner)}
        />
        <Part name={t('journey.due')} at={explain.due} zone={explain.zone} />
        <Part name={t('journey.if-nothing')} value={explain.ifNothing} wide />
      </dl>
      {parked === null ? null : (
        <p className="bar" data-tone="warn">
          {t('journey.parked', { reason: nameOf(parked.reason), owner: nameOf(parked.owner) })}
        </p>
      )}
      <Obligations
        obligations={obligations}
        zone={explain.zone}
        onAct={isNow ? (place, act) => setActing({ at: place, act }) : undefined}
      />
      <ActDialog
        of={of === undefined ? undefined : { ...of, journey: journey.id }}
        act={acting?.act}
        onClose={() => setActing(undefined)}
      />
    </section>
  );
}

interface PartProps {
  readonly name: string;
  readonly value?: string | null;
  readonly at?: string | null;
  readonly zone?: string;
  readonly wide?: boolean;
}

function Part({ name, value, at, zone, wide = false }: PartProps) {
  if ((value ?? at ?? null) === null) return null;
  return (
    <div data-wide={wide || undefined}>
      <dt>{name}</dt>
      <dd>{at === null || at === undefined ? value : <When at={at} zone={zone} as="both" />}</dd>
    </div>
  );
}
