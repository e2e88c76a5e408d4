/** Guards as conditions in words: what each compares, and what holding or not holding means. */
import { writeFact } from '../facts/index.ts';
import { formatDuration } from '../language/describe.ts';
import type { FactType, FactTypes, FactValue, Guard, TimePoint } from '../language/model.ts';
import { holds } from '../step/guard.ts';
import type { View } from '../step/guard.ts';
import type { Formula } from './blocking.ts';
import { sayTime } from './wording.ts';

/** What conditions are told of: what is known, and how its values are said. */
export interface Ground extends View {
  readonly types: FactTypes;
  /** IANA zone of times. */
  readonly zone: string;
}

type Comparison = Exclude<Guard, { readonly kind: 'all' | 'any' | 'not' }>;

/** The guard as a formula of conditions; what comes with an input is not known before it comes. */
export function formulaOf(guard: Guard, ground: Ground): Formula {
  switch (guard.kind) {
    case 'all':
    case 'any':
      return { kind: guard.kind, of: guard.of.map((each) => formulaOf(each, ground)) };
    case 'not':
      return { kind: 'not', of: formulaOf(guard.of, ground) };
    default:
      return { kind: 'condition', condition: conditionOf(guard, ground) };
  }
}

function conditionOf(guard: Comparison, ground: Ground) {
  const name = guard.operand.startsWith('event.')
    ? `${guard.operand.slice('event.'.length)} as it comes`
    : guard.operand;
  const { is, isNot } = wordsOf(guard, ground);
  return {
    key: JSON.stringify(guard),
    holds: holds(guard, ground),
    words: `${name} ${is}`,
    otherwise: `${name} ${isNot}`,
  };
}

interface Words {
  readonly is: string;
  readonly isNot: string;
}

function wordsOf(guard: Comparison, ground: Ground): Words {
  switch (guard.kind) {
    case 'known':
      return both('known');
    case 'is':
      return both(sayValue(guard.value, ground.types[guard.operand]));
    case 'lt':
      return both(`below ${sayNumber(guard, ground)}`);
    case 'lte':
      return both(`at most ${sayNumber(guard, ground)}`);
    case 'gt':
      return both(`above ${sayNumber(guard, ground)}`);
    case 'gte':
      return both(`at least ${sayNumber(guard, ground)}`);
    case 'before':
    case 'after':
      return both(`${guard.kind} ${sayPoint(guard.time, ground)}`);
  }
}

function both(what: string): Words {
  return { is: `is ${what}`, isNot: `is not ${what}` };
}

function sayNumber(
  { operand, value }: { readonly operand: string; readonly value: number },
  { types }: Ground,
): string {
  return types[operand]?.kind === 'duration' ? formatDuration(value) : String(value);
}

function sayPoint(time: TimePoint, { zone, now }: Ground): string {
  if (time.kind === 'at') return sayTime(time.at, { zone, now });
  if (time.offsetMs === 0) return 'now';
  const length = formatDuration(Math.abs(time.offsetMs));
  return time.offsetMs < 0 ? `${length} ago` : `${length} from now`;
}

/** A hash that stands for an outside id says nothing to anybody. */
function sayValue(value: FactValue, type: FactType | undefined): string {
  if (type?.kind === 'ref') return 'the one that is named';
  if (type?.kind === 'duration' && typeof value === 'number') return formatDuration(value);
  const written = type === undefined ? value : writeFact(type, value);
  if (typeof written !== 'object' || written === null) return String(written);
  return JSON.stringify(written);
}
