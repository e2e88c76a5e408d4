/**
 * What people write about of late: readings grouped by the codes that they share. The same readings
 * make the same groups, whatever order they come in, and no text is needed.
 */

export interface TopicItem {
  readonly id: string;
  readonly atMs: number;
  /** Absent where it could not be told. */
  readonly intent?: string;
  readonly concepts: readonly string[];
  readonly level: string;
}

export interface Topic {
  /** `refill · rash`: the codes that most of it share. */
  readonly name: string;
  readonly intent: string;
  readonly concepts: readonly string[];
  readonly total: number;
  /** From the oldest week to the newest, which ends now. */
  readonly weeks: readonly { readonly from: number; readonly count: number }[];
  readonly trend: 'rising' | 'falling' | 'steady';
  /** How many were how urgent. */
  readonly levels: Readonly<Record<string, number>>;
  /** The newest first, at most 200. */
  readonly ids: readonly string[];
}

export interface Window {
  readonly nowMs: number;
  readonly weeks: number;
}

const weekMs = 7 * 24 * 3_600_000;
/** How much of their codes two messages share to be about one thing (Jaccard's index). */
const alike = 0.5;
const mostIds = 200;
const noIntent = 'unknown';

export function topicsOf(items: readonly TopicItem[], { nowMs, weeks }: Window): readonly Topic[] {
  const since = nowMs - weeks * weekMs;
  const recent = items.filter(({ atMs }) => atMs > since && atMs <= nowMs);
  return gathered(recent)
    .map((group) => topicOf(group, { nowMs, weeks }))
    .toSorted((a, b) => b.total - a.total || order(a.name, b.name));
}

interface Group {
  readonly leader: Kind;
  readonly items: TopicItem[];
}

interface Kind {
  readonly intent: string;
  readonly concepts: readonly string[];
}

/** The commonest sets of codes lead; others join the leader that they share most with. */
function gathered(items: readonly TopicItem[]): readonly Group[] {
  const kinds = [...Map.groupBy(items, (item) => keyOf(kindOf(item)))].toSorted(
    ([a, own], [b, others]) => others.length - own.length || order(a, b),
  );
  const groups: Group[] = [];
  for (const [, own] of kinds) {
    const [first] = own;
    if (first === undefined) continue;
    const kind = kindOf(first);
    const near = groups
      .map((group) => ({ group, shared: sharedBy(group.leader, kind) }))
      .filter(({ shared }) => shared >= alike)
      .toSorted((a, b) => b.shared - a.shared)[0];
    if (near === undefined) groups.push({ leader: kind, items: [...own] });
    else near.group.items.push(...own);
  }
  return groups;
}

function kindOf({ intent = noIntent, concepts }: TopicItem): Kind {
  return { intent, concepts: [...new Set(concepts)].toSorted(order) };
}

const keyOf = ({ intent, concepts }: Kind): string => [intent, ...concepts].join('\n');

/** Who asks for other things is not of one topic, unless they tell of the same. */
function sharedBy(a: Kind, b: Kind): number {
  const [one, other] = [a, b].map(({ intent, concepts }) => new Set([`?${intent}`, ...concepts]));
  if (one === undefined || other === undefined) return 0;
  const both = [...one].filter((code) => other.has(code)).length;
  return both / (one.size + other.size - both);
}

function topicOf({ leader, items }: Group, { nowMs, weeks }: Window): Topic {
  const newest = items.toSorted((a, b) => b.atMs - a.atMs || order(a.id, b.id));
  const counts = Array.from({ length: weeks }, (_, at) => {
    const from = nowMs - (weeks - at) * weekMs;
    const count = items.filter(({ atMs }) => atMs > from && atMs <= from + weekMs).length;
    return { from, count };
  });
  const levels: Record<string, number> = {};
  for (const { level } of items) levels[level] = (levels[level] ?? 0) + 1;
  return {
    name: [leader.intent, ...leader.concepts].join(' · '),
    ...leader,
    total: items.length,
    weeks: counts,
    trend: trendOf(counts.map(({ count }) => count)),
    levels,
    ids: newest.slice(0, mostIds).map(({ id }) => id),
  };
}

/** Beyond what chance explains in nineteen of twenty cases (Przyborowski and Wilenski, 1940). */
const bound = 1.96;

/** The newer half of the weeks beside the older; a week in the middle is left out. */
export function trendOf(counts: readonly number[]): Topic['trend'] {
  const half = Math.floor(counts.length / 2);
  const sum = (some: readonly number[]): number => some.reduce((a, b) => a + b, 0);
  const [older, newer] = [sum(counts.slice(0, half)), sum(counts.slice(counts.length - half))];
  if (half === 0 || older + newer === 0) return 'steady';
  const far = (newer - older) / Math.sqrt(older + newer);
  if (Math.abs(far) < bound) return 'steady';
  return far > 0 ? 'rising' : 'falling';
}

const order = (a: string, b: string): number => Number(a > b) - Number(a < b);
