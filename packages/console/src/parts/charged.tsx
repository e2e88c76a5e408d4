/** Whose time it was: a bar in shares, each said in words beside it. */
import { lasting } from '../words/time.ts';
import { t } from '../words/words.ts';

export interface Shares {
  readonly us: number;
  readonly subject: number;
  readonly partner: number;
  readonly outage: number;
}

const whose = ['us', 'subject', 'partner', 'outage'] as const;

export function Charged({ charged }: { readonly charged: Shares }) {
  const total = whose.reduce((sum, each) => sum + charged[each], 0);
  if (total === 0) return <span className="tiny soft">{t('charged.none')}</span>;
  const taken = whose.filter((each) => charged[each] > 0);
  return (
    <div className="charged">
      <div className="charged-bar" aria-hidden="true">
        {taken.map((each) => (
          <span key={each} data-whose={each} style={{ flexGrow: charged[each] / total }} />
        ))}
      </div>
      <ul className="row tiny soft">
        {taken.map((each) => (
          <li key={each} className="charged-part" data-whose={each}>
            {t(`charged.${each}`, { span: lasting(charged[each]) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
