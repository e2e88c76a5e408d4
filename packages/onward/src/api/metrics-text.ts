/** Metrics in the Prometheus text format (version 0.0.4). */
import type { Totals } from '../store/index.ts';

export interface Measured {
  readonly totals: Totals;
  /** Counters since start, by the names the engine gives them. */
  readonly counters: Readonly<Record<string, number>>;
  /** Samples of `onward_http_requests_total`. */
  readonly requests: readonly string[];
}

const gauges: readonly (readonly [keyof Totals, name: string, help: string])[] = [
  ['open', 'onward_journeys_open', 'Journeys that are open.'],
  ['ended', 'onward_journeys_ended', 'Journeys that have ended.'],
  ['overdue', 'onward_obligations_overdue', 'Open obligations that are late.'],
  ['unmatched', 'onward_unmatched_open', 'Events that found no journey yet.'],
  ['outbox', 'onward_outbox_waiting', 'Commands, messages and look-ups on their way out.'],
];

export function metricsText({ totals, counters, requests }: Measured): string {
  const lines: string[] = [];
  for (const [key, name, help] of gauges) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${totals[key]}`);
  }
  for (const [key, value] of Object.entries(counters).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const name = `onward_${snake(key)}_total`;
    lines.push(`# TYPE ${name} counter`, `${name} ${value}`);
  }
  lines.push('# HELP onward_http_requests_total Requests by route pattern and status.');
  lines.push('# TYPE onward_http_requests_total counter', ...requests);
  return `${lines.join('\n')}\n`;
}

/** `eventsAccepted` and `events-accepted` become `events_accepted`. */
function snake(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/gu, '$1_$2').toLowerCase();
  return words.replaceAll(/[^a-z0-9]+/gu, '_').replace(/_total$/u, '');
}
