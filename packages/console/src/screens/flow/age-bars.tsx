/** How old the open work of each step is: one row a step, a bar for each span of age. */
import { Link } from '@tanstack/react-router';
import type { Ageing } from '../../../../onward/src/api/index.ts';
import { lasting } from '../../words/time.ts';
import { nameOf, t } from '../../words/words.ts';

interface AgeBarsProps {
  readonly steps: Ageing['steps'];
  readonly journey: string;
}

export function AgeBars({ steps, journey }: AgeBarsProps) {
  const most = Math.max(1, ...steps.flatMap(({ buckets }) => buckets.map(({ open }) => open)));
  return (
    <div className="ages">
      {steps.map(({ step, buckets, of, p85Ms }) => (
        <div key={step} className="age-row">
          <Link to="/journeys" search={{ journey, step }} className="small">
            {nameOf(step)}
          </Link>
          <svg
            viewBox={`0 0 ${buckets.length * 20} 40`}
            preserveAspectRatio="none"
            role="img"
            aria-label={t('flow.age-says', { step: nameOf(step), n: of, span: lasting(p85Ms) })}
          >
            {buckets.map(({ fromMs, open, overdue }, index) => {
              const tall = (open / most) * 36;
              const late = (overdue / most) * 36;
              return (
                <g key={fromMs}>
                  <rect
                    className="age-open"
                    x={index * 20 + 2}
                    y={40 - tall}
                    width="16"
                    height={tall}
                  />
                  <rect
                    className="age-late"
                    x={index * 20 + 2}
                    y={40 - late}
                    width="16"
                    height={late}
                  />
                </g>
              );
            })}
          </svg>
          <span className="tiny soft nowrap">{t('flow.p85-is', { span: lasting(p85Ms) })}</span>
        </div>
      ))}
      <p className="row tiny soft">
        <span className="key" data-tone="0">
          {t('flow.open')}
        </span>
        <span className="key" data-tone="late">
          {t('flow.overdue')}
        </span>
        {steps[0] === undefined ? null : (
          <span>
            {t('flow.buckets', {
              spans: steps[0].buckets.map(({ fromMs }) => lasting(fromMs)).join(' · '),
            })}
          </span>
        )}
      </p>
    </div>
  );
}
