/** Why not: each way on from here, and the fewest conditions that stand in it. */
import type { WhyNot } from '../../../../onward/src/api/index.ts';
import { useRead } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Empty, Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { nameOf, t } from '../../words/words.ts';

export function WhyNotPanel({ id, version }: { readonly id: string; readonly version: number }) {
  const query = useRead<WhyNot>(`/v1/journeys/${id}/why-not`, { v: version }, false);
  return (
    <Panel title={t('why-not.title')}>
      <Loaded
        query={query}
        isEmpty={({ transitions }) => transitions.length === 0}
        empty={<Empty title={t('why-not.none')} />}
      >
        {({ transitions }) => (
          <ul className="why-not">
            {transitions.map((each) => (
              <li key={each.id} className="stack tight">
                <p className="row">
                  {each.state === 'open' ? (
                    <Chip tone="good" shape="good">
                      {t('why-not.open')}
                    </Chip>
                  ) : (
                    <Chip tone="warn" shape="warn">
                      {t('why-not.blocked')}
                    </Chip>
                  )}
                  <strong>{nameOf(each.to)}</strong>
                  <span className="soft">
                    {t(`why-not.on-${each.on.kind}`, {
                      name: nameOf(each.on.name),
                      step: nameOf(each.step),
                    })}
                  </span>
                </p>
                {each.unmet.length + each.met.length === 0 ? null : (
                  <ul className="conditions small">
                    {each.unmet.map((words) => (
                      <li key={words} data-met="no">
                        <span className="only-spoken">{t('why-not.unmet')}</span> {words}
                      </li>
                    ))}
                    {each.met.map((words) => (
                      <li key={words} data-met="yes">
                        <span className="only-spoken">{t('why-not.met')}</span> {words}
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}
