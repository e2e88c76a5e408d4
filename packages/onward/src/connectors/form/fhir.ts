/** QuestionnaireResponse of FHIR R4: answers by link id, wherever a group holds them. */
import type { CodeLists, FactValue, Json, Received } from '../../core/index.ts';
import { pointAt, readInstant } from '../../core/index.ts';
import { isObject, listOf, textAt } from '../fhir-r4/json.ts';
import { outsideIdOf, reduce } from '../fhir-r4/reference.ts';
import { badData, refusal, unused } from '../refusal.ts';
import { readAnswer } from './answer.ts';
import type { FhirFormSettings } from './settings.ts';

/** Status to what became of the form; others are not told. */
const events: Readonly<Record<string, string>> = {
  completed: 'submitted',
  amended: 'updated',
  stopped: 'abandoned',
};

/** What a form says, before its identity is added. */
export type Said = Pick<
  Extract<Received, { readonly kind: 'event' }>['event'],
  'event' | 'id' | 'occurredAt' | 'refs' | 'data'
>;

/** Maps one response; its id is the resource's. */
export function mapResponse(
  body: Json,
  settings: FhirFormSettings,
  codes: CodeLists,
): Said | Received {
  if (textAt(body, 'resourceType') !== 'QuestionnaireResponse') {
    const message = 'The body is no QuestionnaireResponse of FHIR R4; send one.';
    return { ...refusal('ONW-EVENT-SHAPE', message), at: ['/resourceType'] };
  }
  const id = textAt(body, 'id') ?? '';
  const questionnaire = textAt(body, 'questionnaire') ?? '';
  const form = Object.entries(settings.forms).find(([, { questionnaire: wanted }]) => {
    return questionnaire === wanted || questionnaire.split('|')[0] === wanted;
  });
  const status = textAt(body, 'status') ?? '';
  const event = Object.hasOwn(events, status) ? events[status] : undefined;
  if (form === undefined || event === undefined) return unused();
  const [name, { answers }] = form;
  const given = answersOf(body, new Set(Object.values(answers).map(({ link }) => link)));
  const data: Record<string, FactValue> = {};
  for (const [answer, reading] of Object.entries(answers)) {
    const fact = readAnswer(given.get(reading.link) ?? [], reading, codes);
    if (fact === 'unfit') return { ...badData(answer), at: [`/item/${reading.link}`] };
    if (fact !== 'absent') data[answer] = fact.value;
  }
  const authored = textAt(body, 'authored');
  const occurredAt = authored === undefined ? undefined : readInstant(authored);
  const time = occurredAt === undefined ? {} : { occurredAt };
  return { event: `${name}.${event}`, id, ...time, refs: refsOf(body, settings), data };
}

/** The answers to the links that are asked for; groups nest, and answers hold items as well. */
function answersOf(body: Json, links: ReadonlySet<string>): ReadonlyMap<string, readonly Json[]> {
  const found = new Map<string, Json[]>();
  // The bounded reader keeps nesting to 64 levels.
  const walk = (holder: Json): void => {
    for (const item of listOf(pointAt(holder, ['item']))) {
      const link = textAt(item, 'linkId');
      for (const answer of listOf(pointAt(item, ['answer']))) {
        if (link !== undefined && links.has(link)) {
          const known = found.get(link) ?? [];
          known.push(valueOf(answer));
          found.set(link, known);
        }
        walk(answer);
      }
      walk(item);
    }
  };
  walk(body);
  return found;
}

/** Types of answers whose values may be read (R4, QuestionnaireResponse.item.answer.value[x]). */
const readable = ['Boolean', 'Integer', 'Decimal', 'Date', 'DateTime'];

/** The value as JSON, a coding as its code; `true` for whatever is only there, such as text. */
function valueOf(answer: Json): Json {
  if (!isObject(answer)) return null;
  for (const type of readable) {
    const value = answer[`value${type}`];
    if (value !== undefined) return value;
  }
  const code = textAt(answer, 'valueCoding', 'code');
  if (code !== undefined) return code;
  // An object fits no closed type: the presence of text is all that can be told of it.
  return Object.keys(answer).some((key) => key.startsWith('value')) ? {} : null;
}

function refsOf(body: Json, settings: FhirFormSettings): Said['refs'] {
  const { base = '', 'identifier-system': system } = settings;
  const referred = (path: readonly string[], type: string): string | undefined => {
    const local = reduce(textAt(body, ...path, 'reference') ?? '#', base);
    return typeof local === 'object' && local.type === type
      ? type === 'Patient'
        ? local.id
        : outsideIdOf(local)
      : undefined;
  };
  const identified =
    textAt(body, 'subject', 'identifier', 'system') === system
      ? textAt(body, 'subject', 'identifier', 'value')
      : undefined;
  const id = textAt(body, 'id');
  const refs = {
    patient: system === undefined ? referred(['subject'], 'Patient') : identified,
    form: id === undefined ? undefined : `QuestionnaireResponse/${id}`,
    encounter: referred(['encounter'], 'Encounter'),
    order: referred(['basedOn'], 'ServiceRequest'),
  };
  const known = Object.entries(refs).filter((each): each is [string, string] => !!each[1]);
  return Object.fromEntries(known);
}
