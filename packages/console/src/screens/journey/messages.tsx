/**
 * What the person is told, was told, and was not told and why; and what they said of being told.
 */
import type { Journey, JourneyMessages as Kept } from '../../../../onward/src/api/index.ts';
import { useRead } from '../../api/queries.ts';
import { fateLooks } from '../../parts/fates.ts';
import { Chip } from '../../parts/chip.tsx';
import { Empty, Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { nameOf, t } from '../../words/words.ts';

export function JourneyMessages({
  journey,
  isNow,
}: {
  readonly journey: Journey;
  readonly isNow: boolean;
}) {
  const { zone } = journey.explain;
  const query = useRead<Kept>(`/v1/journeys/${journey.id}/messages`, {}, false);
  if (!isNow) return null;
  return (
    <Panel title={t('messages.title')}>
      <Loaded
        query={query}
        isEmpty={({ messages, consents }) => messages.length + consents.length === 0}
        empty={<Empty title={t('messages.none')} />}
      >
        {({ messages, consents }) => (
          <ul className="stack">
            {messages.map((message) => {
              const [tone, shape] = fateLooks[message.fate];
              return (
                <li
                  key={`${message.template} ${message.about} ${message.channel}`}
                  className="stack tight"
                >
                  <p className="row">
                    <Chip tone={tone} shape={shape}>
                      {t(`fate.${message.fate}`)}
                    </Chip>
                    <strong>{nameOf(message.template)}</strong>
                    <span className="soft small">{message.channel}</span>
                  </p>
                  <p className="small soft">{message.sentence}</p>
                  <p className="small">
                    <When at={message.at} zone={zone} as="both" />
                  </p>
                </li>
              );
            })}
            {consents.map(({ grants, at, channel, purpose, source }) => (
              <li key={at + String(channel) + String(purpose)} className="row small">
                <Chip tone={grants ? 'good' : 'bad'} shape={grants ? 'good' : 'failed'}>
                  {t(grants ? 'consent.yes' : 'consent.no')}
                </Chip>
                <span>
                  {t('consent.for', {
                    channel: channel ?? t('list.any'),
                    purpose: purpose ?? t('list.any'),
                  })}
                </span>
                <span className="soft">
                  {source} · <When at={at} zone={zone} as="both" />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}
