/** Draws what a bench found, for the README: bars on a scale of powers of ten. */
import { mkdir, writeFile } from 'node:fs/promises';
import { byRate } from './titles.ts';
import type { Report } from './findings.ts';

const folder = new URL('results/', import.meta.url);

const width = 720;
const left = 230;
const right = 70;
const barHeight = 18;
const rowHeight = 28;
const top = 34;
const bottom = 34;

/** Colours that can be read on white and on black; the text follows what the reader prefers. */
const style = `
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .small { font-size: 11px; fill: #57606a; }
    .line { stroke: #8c959f; stroke-opacity: 0.4; }
    .own { fill: #1f7a8c; }
    .ceiling { fill: #8c959f; }
    .other { fill: #b0682f; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .small { fill: #9da7b3; }
      .own { fill: #3fb6c9; }
      .other { fill: #d98d4f; }
    }`;

/** Writes `bench/results/transitions.svg`. */
export async function drawTransitions(report: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('transitions.svg', folder), pictureOf(report));
}

function pictureOf({ systems, machine }: Report): string {
  const rows = byRate(systems).map(([title, { tps }]) => ({ title, tps }));
  const height = top + rows.length * rowHeight + bottom;
  const rates = rows.map(({ tps }) => tps);
  const low = Math.floor(Math.log10(Math.min(...rates)));
  const high = Math.ceil(Math.log10(Math.max(...rates)));
  const place = (tps: number): number =>
    left + ((Math.log10(tps) - low) / (high - low)) * (width - left - right);
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const foot =
    `${machine.cpus} × ${machine.cpu}, Node ${machine.node}, PostgreSQL ${machine.postgres}; ` +
    `fsync on; log scale`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"`,
    `     aria-label="Durable transitions in a second, by system">`,
    `  <style>${style}\n  </style>`,
    `  <text x="0" y="14">Durable transitions in a second, the same work in one run</text>`,
    ...ticks.map((tick) => tickAt({ x: place(tick), label: grouped(tick), height })),
    ...rows.map(({ title, tps }, row) => barAt({ title, tps, row, end: place(tps) })),
    `  <text class="small" x="0" y="${height - 6}">${escaped(foot)}</text>`,
    `</svg>`,
    '',
  ].join('\n');
}

function tickAt({ x, label, height }: { x: number; label: string; height: number }): string {
  const end = height - bottom;
  const at = x.toFixed(1);
  return (
    `  <line class="line" x1="${at}" y1="${top - 6}" x2="${at}" y2="${end}"/>` +
    `<text class="small" x="${at}" y="${end + 12}" text-anchor="middle">${label}</text>`
  );
}

interface Bar {
  readonly title: string;
  readonly tps: number;
  readonly row: number;
  readonly end: number;
}

function barAt({ title, tps, row, end }: Bar): string {
  const y = top + row * rowHeight;
  const middle = y + barHeight - 5;
  return [
    `  <text x="${left - 10}" y="${middle}" text-anchor="end">${escaped(title)}</text>`,
    `  <rect class="${kindOf(title)}" x="${left}" y="${y}" rx="2"`,
    `        width="${Math.max(1, end - left).toFixed(1)}" height="${barHeight}"/>`,
    `  <text x="${(end + 6).toFixed(1)}" y="${middle}">${grouped(tps)}</text>`,
  ].join('\n');
}

function kindOf(title: string): string {
  if (title.startsWith('Onward')) return 'own';
  return title.startsWith('raw') ? 'ceiling' : 'other';
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
