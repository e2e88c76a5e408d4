/** A chart, or the same as a table: what can be seen can be read. */
import { useState, type ReactNode } from 'react';
import { t } from '../../words/words.ts';

export function Either({ chart, table }: { readonly chart: ReactNode; readonly table: ReactNode }) {
  const [as, setAs] = useState<'chart' | 'table'>('chart');
  return (
    <div className="either">
      <div className="tabs" role="group" aria-label={t('chart.as')}>
        {(['chart', 'table'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={each === as} onClick={() => setAs(each)}>
            {t(`chart.${each}`)}
          </button>
        ))}
      </div>
      {as === 'chart' ? chart : table}
    </div>
  );
}
