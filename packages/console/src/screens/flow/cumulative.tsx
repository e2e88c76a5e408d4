/** A cumulative flow: how many were in each stage, day by day, stacked. */
import type { Cumulative } from '../../../../onward/src/api/index.ts';
import { nameOf, t } from '../../words/words.ts';

const width = 640;
const height = 240;
const left = 44;
const bottom = 24;
/** As many as have a colour of their own. */
const tones = 8;

export function CumulativeChart({ data }: { readonly data: Cumulative }) {
  const { days, stages } = data;
  const tops = days.map(({ open }) => stages.reduce((sum, stage) => sum + (open[stage] ?? 0), 0));
  const most = niceTop(Math.max(1, ...tops));
  const x = (index: number): number =>
    left + (index / Math.max(1, days.length - 1)) * (width - left - 8);
  const y = (value: number): number => height - bottom - (value / most) * (height - bottom - 8);
  const bases = days.map(() => 0);
  const bands = stages.map((stage, order) => {
    const upper = days.map(({ open }, index) => {
      bases[index] = (bases[index] ?? 0) + (open[stage] ?? 0);
      return bases[index];
    });
    const lower = days.map(({ open }, index) => (upper[index] ?? 0) - (open[stage] ?? 0));
    const there = upper.map((value, index) => `${x(index)},${y(value)}`);
    const back = lower.map((value, index) => `${x(index)},${y(value)}`).toReversed();
    return { stage, order, points: [...there, ...back].join(' ') };
  });
  const first = days[0]?.day ?? '';
  const last = days.at(-1)?.day ?? '';
  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('flow.cumulative-says', { from: first, to: last, now: tops.at(-1) ?? 0 })}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line
              className="chart-grid"
              x1={left}
              x2={width - 8}
              y1={y(most * share)}
              y2={y(most * share)}
            />
            <text className="chart-text" x={left - 6} y={y(most * share) + 4} textAnchor="end">
              {Math.round(most * share).toLocaleString('en')}
            </text>
          </g>
        ))}
        {bands.map(({ stage, order, points }) => (
          <polygon key={stage} className="chart-band" data-tone={order % tones} points={points} />
        ))}
        <text className="chart-text" x={left} y={height - 6}>
          {first}
        </text>
        <text className="chart-text" x={width - 8} y={height - 6} textAnchor="end">
          {last}
        </text>
      </svg>
      <figcaption className="row tiny">
        {stages.map((stage, order) => (
          <span key={stage} className="key" data-tone={order % tones}>
            {nameOf(stage)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((each) => each * size).find((each) => each >= value) ?? value;
}
