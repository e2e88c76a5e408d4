/**
 * What is known: each fact with its value and where it comes from, the milestones, what waits
 * beside.
 */
import type { Journey } from '../../../../onward/src/api/index.ts';
import { Chip } from '../../parts/chip.tsx';
import { FactValue } from '../../parts/fact-value.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { nameOf, t } from '../../words/words.ts';
import { useJournal } from './as-of.tsx';
import { sourceName } from './entry-words.ts';

export function Facts({ journey }: { readonly journey: Journey }) {
  const { facts, milestones, places, deferred, explain } = journey;
  const sources = useSources(journey.id);
  const names = Object.keys(facts);
  return (
    <Panel title={t('facts.title')}>
      <div className="stack">
        {names.length === 0 ? <p className="soft">{t('facts.none')}</p> : null}
        <dl className="facts">
          {names.map((name) => {
            const value = facts[name];
            const source = sources.get(name);
            return (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{nameOf(name)}</dt>
                <dd>
                  <FactValue value={value} zone={explain.zone} />
                  {source === undefined ? null : (
                    <span className="tiny soft">
                      {' '}
                      · {t('facts.from', { source: source.source })}
                    </span>
                  )}
                </dd>
              </div>
            );
          })}
        </dl>
        {milestones.length === 0 ? null : (
          <p className="row">
            {milestones.map((name) => (
              <Chip key={name} tone="good" shape="good">
                {nameOf(name)}
              </Chip>
            ))}
          </p>
        )}
        {places.length < 2 ? null : (
          <dl className="facts">
            {places.map(({ track, step, since, ended }) => (
              <div key={track} style={{ display: 'contents' }}>
                <dt>{track === '' ? t('facts.main-track') : nameOf(track)}</dt>
                <dd>
                  {nameOf(ended ?? step)}{' '}
                  <span className="tiny soft">
                    <When at={since} zone={explain.zone} as="both" />
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        )}
        {deferred.map(({ id, type, expires }) => (
          <p key={id} className="small">
            {t('facts.deferred', { type: nameOf(type) })}{' '}
            <When at={expires} zone={explain.zone} as="both" />
          </p>
        ))}
      </div>
    </Panel>
  );
}

/** Which system, or whom, each fact came from last: read off the journal. */
function useSources(id: string): ReadonlyMap<string, { readonly source: string }> {
  const { data = [] } = useJournal(id);
  const found = new Map<string, { readonly source: string }>();
  for (const { entries, type, source } of data) {
    for (const entry of entries)
      if (entry.kind === 'fact')
        found.set(String(entry['name']), { source: sourceName({ type, source }) });
  }
  return found;
}
