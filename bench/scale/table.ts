/** What was found of each size, as Markdown. */
import { table } from '../table.ts';
import type { ScaleFound } from './scale.ts';

export function scaleMarkdown(found: readonly ScaleFound[]): string {
  const head = [
    'live journeys',
    ...(found[0]?.shares ?? []).map(({ processes }) => `${processes} × /s`),
    'CPU µs',
    'seconds',
    'checkpoints',
    'vacuums',
    'MB early',
    'MB',
    'events/s',
    'p50 ms',
    'p99 ms',
    'poll ms',
    'start ms',
    'B/journey',
    'made /s',
  ];
  const rows = found.map((each) => [
    String(each.journeys),
    ...each.shares.map(({ tps }) => whole(tps)),
    whole(each.shares[0]?.cpuUs),
    whole(each.shares[0]?.seconds),
    whole(each.shares[0]?.checkpoints),
    whole(each.shares[0]?.vacuums),
    whole(each.shares[0]?.earlyMb),
    whole(each.shares[0]?.peakMb),
    whole(each.steadyPerSecond),
    each.steady.p50Ms.toFixed(1),
    each.steady.p99Ms.toFixed(1),
    each.pollMs.toFixed(2),
    whole(each.shares[0]?.startMs),
    whole(each.bytesPerJourney),
    whole(each.fillPerSecond),
  ]);
  const paths = found[0]?.reads.map(({ path }) => path) ?? [];
  const reads = paths.map((path) => [
    `\`${path}\``,
    ...found.map(({ reads: all }) => {
      const time = all.find((each) => each.path === path);
      return time === undefined ? '' : `${time.p50Ms.toFixed(1)} / ${time.p95Ms.toFixed(1)}`;
    }),
  ]);
  const sizes = found.map(({ journeys }) => `${journeys} journeys`);
  return [
    ...table([head, ...rows]),
    '',
    ...table([['read over HTTP, p50 / p95 ms', ...sizes], ...reads]),
    '',
    ...listTable(found),
  ].join('\n');
}

/** Of the largest size stands what a list reads, and by which index. */
function listTable(found: readonly ScaleFound[]): readonly string[] {
  const largest = found.at(-1);
  if (largest === undefined) return [];
  const sizes = found.map(({ journeys }) => `${journeys} journeys`);
  const head = ['list over HTTP, p50 / p95 ms', ...sizes, 'shown', 'rows read', 'by'];
  const rows = largest.lists.map(({ path, what, shown, read, indexes }, place) => [
    `${what} \`${path}\``,
    ...found.map(({ lists }) => {
      const time = lists[place];
      return time === undefined ? '' : `${time.p50Ms.toFixed(1)} / ${time.p95Ms.toFixed(1)}`;
    }),
    String(shown),
    String(read),
    indexes.join(', '),
  ]);
  return table([head, ...rows]);
}

function whole(value: number | undefined): string {
  return value === undefined ? '' : String(Math.round(value));
}
