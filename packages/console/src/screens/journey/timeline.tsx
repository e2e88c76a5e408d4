/** What happened, newest first: when outside, when it was taken here, and what followed. */
import { useState } from 'react';
import type { JournalPage } from '../../../../onward/src/api/index.ts';
import { Button } from '../../parts/button.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { lasting } from '../../words/time.ts';
import { nameOf, t } from '../../words/words.ts';
import { useJournal } from './as-of.tsx';
import { sourceName, tellEntry } from './entry-words.ts';

type Taken = JournalPage['entries'][number];

interface TimelineProps {
  readonly id: string;
  readonly zone: string;
  /** Only what was known by then. */
  readonly until: string | null;
}

const firstShown = 12;

export function Timeline({ id, zone, until }: TimelineProps) {
  const journal = useJournal(id);
  const [all, setAll] = useState(false);
  return (
    <Panel title={t('timeline.title')} flush>
      <Loaded query={journal}>
        {(entries) => {
          const known = entries
            .filter(({ at }) => until === null || Date.parse(at) <= Date.parse(until))
            .toReversed();
          const shown = all ? known : known.slice(0, firstShown);
          return (
            <>
              <ol className="timeline">
                {shown.map((entry) => (
                  <Item key={entry.seq} entry={entry} zone={zone} />
                ))}
              </ol>
              {shown.length === known.length ? null : (
                <div className="rows-foot">
                  <Button onPress={() => setAll(true)}>
                    {t('timeline.earlier', { n: known.length - shown.length })}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

/** Later than this after it happened is worth saying. */
const lateMs = 60_000;

function Item({ entry, zone }: { readonly entry: Taken; readonly zone: string }) {
  const late = Date.parse(entry.at) - Date.parse(entry.occurredAt);
  const told = entry.entries.flatMap((each) => tellEntry(each) ?? []);
  return (
    <li className="timeline-item">
      <div className="timeline-when small">
        <When at={entry.occurredAt} zone={zone} as="exact" />
        {late > lateMs ? (
          <span className="tiny soft">{t('timeline.taken', { span: lasting(late) })}</span>
        ) : null}
      </div>
      <div>
        <p className="row">
          <strong>{nameOf(entry.type)}</strong>
          <span className="soft small">{sourceName(entry)}</span>
          {entry.observed === null ? null : (
            <Chip tone="info" title={t('timeline.observed-lead')}>
              {t('timeline.observed', { by: entry.observed.by })}
            </Chip>
          )}
        </p>
        <ul className="timeline-told small">
          {told.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
    </li>
  );
}
