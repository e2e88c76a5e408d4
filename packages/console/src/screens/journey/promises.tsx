/** The clocks of a journey: what was promised, what is left, and whose time it took. */
import type { Explanation } from '../../../../onward/src/api/index.ts';
import { Charged } from '../../parts/charged.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { nameOf, t } from '../../words/words.ts';

interface PromisesProps {
  readonly clocks: Explanation['clocks'];
  readonly zone: string;
}

export function Promises({ clocks, zone }: PromisesProps) {
  if (clocks.length === 0) return null;
  return (
    <Panel title={t('promises.title')}>
      <ul className="stack">
        {clocks.map((clock) => (
          <li key={clock.name} className="stack tight">
            <p className="row">
              <strong>{nameOf(clock.name)}</strong>
              {clock.passed === null ? null : (
                <Chip tone="bad" shape="overdue">
                  {t('promises.passed')}
                </Chip>
              )}
              <Chip>{t(`promises.${clock.standing}`)}</Chip>
            </p>
            <p className="small soft">{clock.sentence}</p>
            {clock.due === null ? null : (
              <p className="small">
                {t('promises.due')} <When at={clock.due} zone={zone} as="both" />
              </p>
            )}
            <Charged charged={clock.charged} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
