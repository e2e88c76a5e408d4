/**
 * A questionnaire asked in words, one thing at a time: what is asked next, what an answer means. An
 * answer that fits no type is asked for again, and then goes to a person.
 */
import type {
  AnswerOption,
  EnableWhen,
  Questionnaire,
  QuestionnaireItem,
} from '../connectors/index.ts';
import { allItems } from '../connectors/index.ts';
import type { Json, PaperAnswer } from '../core/index.ts';

export interface FormState {
  readonly form: string;
  readonly answers: readonly PaperAnswer[];
  /** Asked and left out by the person, where an answer was not required. */
  readonly skipped: readonly string[];
  /** The item that was asked last. */
  readonly asked?: string;
  readonly misses: number;
  readonly isDone: boolean;
}

export const newForm = (form: string): FormState => ({
  form,
  answers: [],
  skipped: [],
  misses: 0,
  isDone: false,
});

const mostMisses = 2;

export type FormSay =
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'person' };

export interface FormTurn {
  readonly state: FormState;
  readonly say: FormSay;
}

/** The first question, or the next. */
export function askNext(state: FormState, { item }: Questionnaire): FormTurn {
  const next = nextItem(state, item);
  if (next === undefined) return { state: { ...state, isDone: true }, say: { kind: 'done' } };
  const shown = displaysBefore(next, item);
  const text = [...shown, questionOf(next)].join(' ');
  return { state: { ...state, asked: next.linkId }, say: { kind: 'ask', text } };
}

/** Takes the answer to what was asked last. */
export function answerForm(state: FormState, text: string, form: Questionnaire): FormTurn {
  const item = allItems(form.item).find(({ linkId }) => linkId === state.asked);
  if (item === undefined) return askNext(state, form);
  const said = text.trim();
  if (item.required !== true && /^(?:skip|pass|next|none of these)\.?$/i.test(said)) {
    return askNext({ ...state, skipped: [...state.skipped, item.linkId], misses: 0 }, form);
  }
  const value = valueOf(item, said);
  if (value !== undefined) {
    const answer = { linkId: item.linkId, text: item.text ?? '', value };
    return askNext({ ...state, answers: [...state.answers, answer], misses: 0 }, form);
  }
  const misses = state.misses + 1;
  if (misses > mostMisses) return { state: { ...state, misses }, say: { kind: 'person' } };
  const again = `Sorry, I did not understand. ${questionOf(item)}`;
  return { state: { ...state, misses }, say: { kind: 'ask', text: again } };
}

function nextItem(
  state: FormState,
  items: readonly QuestionnaireItem[],
): QuestionnaireItem | undefined {
  for (const item of items) {
    if (!isEnabled(item, state)) continue;
    const isAnswered =
      state.answers.some(({ linkId }) => linkId === item.linkId) ||
      state.skipped.includes(item.linkId);
    if (item.type !== 'group' && item.type !== 'display' && !isAnswered) return item;
    const inside = nextItem(state, item.item ?? []);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** What is shown stands before the question that follows it in the same group. */
function displaysBefore(
  next: QuestionnaireItem,
  items: readonly QuestionnaireItem[],
): readonly string[] {
  const siblings = items.includes(next)
    ? items
    : (allItems(items).find(({ item }) => item?.includes(next) === true)?.item ?? []);
  const before = siblings.slice(0, siblings.indexOf(next));
  const last = before.findLastIndex(({ type }) => type !== 'display');
  return before.slice(last + 1).flatMap(({ text }) => text ?? []);
}

function questionOf(item: QuestionnaireItem): string {
  const { text = '', type, answerOption = [], required } = item;
  const options = answerOption.map((each, at) => `${at + 1} ${labelOf(each)}`).join(', ');
  const how = type === 'choice' ? ` (${options})` : type === 'boolean' ? ' (yes or no)' : '';
  return `${text}${how}${required === true ? '' : ' Say skip to leave it out.'}`;
}

function labelOf(option: AnswerOption): string {
  if ('valueCoding' in option) return option.valueCoding.display ?? option.valueCoding.code;
  return String('valueString' in option ? option.valueString : option.valueInteger);
}

/** R4, Questionnaire.item.enableWhen; a question that was not answered enables nothing but so. */
function isEnabled(item: QuestionnaireItem, { answers }: FormState): boolean {
  const { enableWhen: conditions = [], enableBehavior } = item;
  if (conditions.length === 0) return true;
  const holds = (each: EnableWhen): boolean => {
    const given = answers.find(({ linkId }) => linkId === each.question)?.value;
    return conditionHolds(each, given);
  };
  return enableBehavior === 'any' ? conditions.some(holds) : conditions.every(holds);
}

type Value = Readonly<Record<string, Json>>;

function conditionHolds(condition: EnableWhen, given: Value | undefined): boolean {
  if (condition.operator === 'exists') {
    return (given !== undefined) === (condition.answerBoolean ?? true);
  }
  if (given === undefined) return false;
  const wanted = comparable(wantedOf(condition));
  const is = comparable(Object.values(given)[0] ?? null);
  switch (condition.operator) {
    case '=':
      return is === wanted;
    case '!=':
      return is !== wanted;
    case '>':
      return is > wanted;
    case '<':
      return is < wanted;
    case '>=':
      return is >= wanted;
    case '<=':
      return is <= wanted;
  }
}

function wantedOf(condition: EnableWhen): Json {
  const { answerBoolean, answerInteger, answerDecimal, answerDate } = condition;
  const { answerString, answerCoding } = condition;
  const plain = answerBoolean ?? answerInteger ?? answerDecimal ?? answerDate ?? answerString;
  return plain ?? { code: answerCoding?.code ?? '' };
}

/** A coding is told by its code; numbers and dates compare as they are. */
function comparable(value: Json): string | number | boolean {
  if (typeof value !== 'object') return value;
  const code = value !== null && !Array.isArray(value) ? (value as Value)['code'] : undefined;
  return typeof code === 'string' ? code : '';
}

const yes = /^(?:yes|yep|yeah|y|true|i do|i have|i am)\b/i;
const no = /^(?:no|nope|nah|n|false|i don'?t|i haven'?t|i am not|not|none|never)\b/i;
const longestText = 2_000;

/** The answer as FHIR's `value[x]`; undefined where it is none. */
function valueOf(item: QuestionnaireItem, said: string): Value | undefined {
  if (said === '') return undefined;
  switch (item.type) {
    case 'boolean':
      if (yes.test(said)) return { valueBoolean: true };
      return no.test(said) ? { valueBoolean: false } : undefined;
    case 'integer':
      return /^-?\d{1,9}$/.test(said) ? { valueInteger: Number(said) } : undefined;
    case 'decimal':
      return /^-?\d{1,9}(?:[.,]\d{1,6})?$/.test(said)
        ? { valueDecimal: Number(said.replace(',', '.')) }
        : undefined;
    case 'date':
      return isDate(said) ? { valueDate: said } : undefined;
    case 'choice':
      return choiceOf(item.answerOption ?? [], said);
    default:
      return { valueString: said.slice(0, longestText) };
  }
}

function isDate(said: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(said) && !Number.isNaN(Date.parse(said));
}

/** By its number in the list, or by its words. */
function choiceOf(options: readonly AnswerOption[], said: string): Value | undefined {
  const number = /^(\d{1,2})\b/.exec(said)?.[1];
  const words = said.toLowerCase().replaceAll(/[.!?]+$/g, '');
  const chosen =
    options.find((each) => labelOf(each).toLowerCase() === words) ??
    (number === undefined ? undefined : options[Number(number) - 1]);
  if (chosen === undefined) return undefined;
  if ('valueString' in chosen) return { valueString: chosen.valueString };
  if ('valueInteger' in chosen) return { valueInteger: chosen.valueInteger };
  const { system, code, display } = chosen.valueCoding;
  const named = { ...(system === undefined ? {} : { system }), code };
  return { valueCoding: display === undefined ? named : { ...named, display } };
}
