/** `onward assistant eval --urgency`: what the screen says of messages whose level is known. */
import { isAtLeast, levels, type Assistant, type Level } from '../../assistant/index.ts';
import type { UrgentExample } from './examples.ts';
import { percentile, type Evaluation, type Goal } from './findings.ts';

export interface UrgencyEvaluated {
  readonly evaluation: Evaluation;
  readonly goals: readonly Goal[];
  /** Of each level that was meant, how many were called what. */
  readonly table: ReadonlyMap<Level, ReadonlyMap<Level, number>>;
}

export interface UrgencyWork {
  readonly assistant: Assistant;
  readonly examples: readonly UrgentExample[];
  readonly nowMs: number;
  readonly ticks: () => number;
}

interface Judged {
  readonly example: UrgentExample;
  readonly level: Level;
  readonly confidence: number;
}

function firstMessage(atMs: number) {
  return { id: '0', who: 'person' as const, atMs, text: 'Hello, I have a question about my bill.' };
}

export async function evaluateUrgency(work: UrgencyWork): Promise<UrgencyEvaluated> {
  const { assistant, examples, nowMs, ticks } = work;
  const judged: Judged[] = [];
  const times: number[] = [];
  // The models are loaded by the first message; how long that takes is a figure of its own.
  await assistant.read({ messages: [firstMessage(nowMs)], nowMs, zone: 'UTC' });
  for (const example of examples) {
    const messages = example.texts.map((text, at) => ({
      id: String(at),
      who: 'person' as const,
      atMs: nowMs - (example.texts.length - at) * 60_000,
      text,
    }));
    const from = ticks();
    const { urgency } = await assistant.read({ messages, nowMs, zone: 'UTC' });
    times.push(ticks() - from);
    judged.push({ example, level: urgency.level, confidence: urgency.confidence });
  }
  const p95Ms = percentile(times, 0.95);
  return { ...measured(judged, p95Ms), table: tableOf(judged) };
}

function measured(
  judged: readonly Judged[],
  p95Ms: number,
): Pick<UrgencyEvaluated, 'evaluation' | 'goals'> {
  const known = judged.filter(({ example }) => example.level !== undefined);
  const emergencies = known.filter(({ example }) => example.level === 'emergency');
  const others = known.filter(
    ({ example: { level } }) => level !== undefined && !isAtLeast(level, 'review-now'),
  );
  const share = (of: readonly Judged[], least: Level): number =>
    of.filter(({ level }) => isAtLeast(level, least)).length / of.length;
  const right = known.filter(({ example, level }) => example.level === level);
  const evaluation: Evaluation = {
    results: judged.map(({ example: { id }, level, confidence }) => ({ id, level, confidence })),
    sensitivity: emergencies.length === 0 ? null : share(emergencies, 'review-now'),
    falseAlarmRate: others.length === 0 ? null : share(others, 'emergency'),
    accuracy: known.length === 0 ? null : right.length / known.length,
    oosRecall: null,
    p95Ms,
  };
  const goals: readonly (Goal | undefined)[] = [
    emergencies.length > 0
      ? {
          what: 'emergencies read within minutes',
          reached: share(emergencies, 'review-now'),
          least: 1,
        }
      : undefined,
    emergencies.length > 0
      ? { what: 'emergencies told so', reached: share(emergencies, 'emergency'), least: 0.85 }
      : undefined,
    others.length > 0
      ? { what: 'look-alikes called one', reached: share(others, 'emergency'), most: 0.15 }
      : undefined,
    others.length > 0
      ? {
          what: 'look-alikes read within minutes',
          reached: share(others, 'review-now'),
          most: 0.25,
        }
      : undefined,
    { what: 'p95 of a message', reached: p95Ms, most: 150, unit: ' ms' },
  ];
  return { evaluation, goals: goals.filter((goal) => goal !== undefined) };
}

function tableOf(judged: readonly Judged[]): ReadonlyMap<Level, ReadonlyMap<Level, number>> {
  return new Map(
    levels.flatMap((meant): readonly (readonly [Level, ReadonlyMap<Level, number>])[] => {
      const of = judged.filter(({ example }) => example.level === meant);
      if (of.length === 0) return [];
      const counts = levels.map(
        (called) => [called, of.filter(({ level }) => level === called).length] as const,
      );
      return [[meant, new Map(counts)]];
    }),
  );
}
