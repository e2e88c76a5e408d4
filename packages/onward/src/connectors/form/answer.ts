/**
 * One answer to one fact of a closed type. Free text is never read: at most, whether it is there.
 */
import type { CodeLists, FactValue, Json } from '../../core/index.ts';
import { readFact } from '../../core/index.ts';
import type { Reading } from './settings.ts';

/** A fact; `absent` where nothing was answered, `unfit` where the answer is none of its type. */
export type AnswerFact = { readonly value: FactValue } | 'absent' | 'unfit';

const unfit = 'unfit' as const;

/** Reads the answers that stand at one place; each is a value as JSON has it. */
export function readAnswer(
  given: readonly Json[],
  { type, of, scale, presence, has }: Reading,
  codes: CodeLists,
): AnswerFact {
  const answers = given.filter((each) => !isEmpty(each));
  if (presence === true) return { value: answers.length > 0 };
  const [answer] = answers;
  if (answer === undefined) return 'absent';
  if (has !== undefined) {
    // A list of choices may be one answer, or an answer each.
    return {
      value: answers.some((each) => (Array.isArray(each) ? each.includes(has) : each === has)),
    };
  }
  if (type === undefined || answers.length > 1) return unfit;
  const value = readFact(type, plain(answer, { of, scale }), codes);
  return value === undefined ? unfit : { value };
}

function isEmpty(answer: Json): boolean {
  return answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0);
}

function plain(answer: Json, { of, scale }: Pick<Reading, 'of' | 'scale'>): Json {
  if (typeof answer === 'string' && of !== undefined) {
    // A name of the type itself stands for nothing here, unless the table says so.
    return (Object.hasOwn(of, answer) && of[answer]) || null;
  }
  return typeof answer === 'number' && scale !== undefined ? Math.round(answer * scale) : answer;
}
