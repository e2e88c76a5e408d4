/** Forms of any system that sends JSON: answers by their places in the body. */
import type { CodeLists, FactValue, Json, Received } from '../../core/index.ts';
import type { Refusal } from '../refusal.ts';
import { badData, unused } from '../refusal.ts';
import { holds, isUnfit, mapRefs, noId, outsideId, timeAt } from '../webhook/map.ts';
import type { Place } from '../webhook/place.ts';
import { readAnswer } from './answer.ts';
import type { Said } from './fhir.ts';
import type { JsonFormSettings } from './settings.ts';

type JsonForm = JsonFormSettings['forms'][string];

/** Maps one body: the first form whose conditions hold. `id` stands in where none is read. */
export function mapSubmission(
  body: Json,
  settings: JsonFormSettings,
  { codes, id: delivered }: { readonly codes: CodeLists; readonly id: string },
): Said | Received {
  const found = Object.entries(settings.forms).find(([, { when }]) => holds(body, when));
  const how = found && stateOf(body, found[1]);
  if (found === undefined || how === undefined) return unused();
  const [name, form] = found;
  const id = settings.id === undefined ? delivered : outsideId(settings.id.in(body));
  if (id === undefined) return noId(settings.id);
  const refs = mapRefs(body, form.refs);
  if (isUnfit(refs)) return unfit(refs.unfit, refs.path);
  const data: Record<string, FactValue> = {};
  for (const [answer, reading] of Object.entries(form.answers)) {
    const raw = reading.path.in(body);
    const fact = readAnswer(raw === undefined ? [] : [raw], reading, codes);
    if (fact === 'unfit') return unfit(answer, reading.path);
    if (fact !== 'absent') data[answer] = fact.value;
  }
  const occurredAt = settings.time && timeAt(body, settings.time);
  if (settings.time !== undefined && occurredAt === 'unreadable')
    return unfit('time', settings.time);
  const time = typeof occurredAt === 'number' ? { occurredAt } : {};
  return { event: `${name}.${how}`, id, ...time, refs, data };
}

function stateOf(body: Json, { state }: JsonForm): string | undefined {
  if (state === undefined) return 'submitted';
  const said = state.path.in(body);
  return (['submitted', 'updated', 'abandoned'] as const).find((each) =>
    state[each]?.some((literal) => literal === said),
  );
}

function unfit(name: string, { text }: Place): Refusal {
  return { ...badData(name), at: [text] };
}
