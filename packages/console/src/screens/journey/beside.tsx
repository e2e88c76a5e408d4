/** Other journeys of the same person, and which waits for which. */
import { Link } from '@tanstack/react-router';
import type { JourneysBeside } from '../../../../onward/src/api/index.ts';
import { useRead } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Panel } from '../../parts/panel.tsx';
import { nameOf, t } from '../../words/words.ts';

export function Beside({ id }: { readonly id: string }) {
  const { data } = useRead<JourneysBeside>(`/v1/journeys/${id}/beside`, {}, false);
  if (data === undefined || data.journeys.length === 0) return null;
  return (
    <Panel title={t('beside.title')}>
      <ul className="stack">
        {data.journeys.map((journey) => (
          <li key={journey.id} className="stack tight">
            <p className="row">
              <Link to="/journeys/$id" params={{ id: journey.id }}>
                {nameOf(journey.journey)}
              </Link>
              {journey.relation === 'beside' ? null : (
                <Chip tone="warn" shape="hold">
                  {t(`beside.${journey.relation}`)}
                </Chip>
              )}
              {journey.status === 'ended' ? (
                <Chip tone="good" shape="good">
                  {nameOf(journey.outcome ?? '')}
                </Chip>
              ) : null}
            </p>
            <p className="small soft">{journey.sentence}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
