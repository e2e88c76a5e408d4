/** Forms: who answered which one, and what of it is a fact; never what somebody wrote. */
import type {
  Connector,
  EventType,
  Json,
  RawDelivery,
  Received,
  SystemSetup,
  WireEvent,
} from '../../core/index.ts';
import { parseJson } from '../../core/index.ts';
import { quietOf } from '../duration.ts';
import { contentDigest } from '../event-id.ts';
import { refusal } from '../refusal.ts';
import { verifyBody } from '../signed-body/verify.ts';
import type { Said } from './fhir.ts';
import { mapResponse } from './fhir.ts';
import { mapSubmission } from './json.ts';
import type { Answers, FormSettings } from './settings.ts';
import { answerTypes, formRefs, formSettings } from './settings.ts';

/** Takes signed forms, as FHIR's QuestionnaireResponse or as JSON of any make. */
export const form: Connector = {
  name: 'form',
  describe(settings: Json) {
    const read = formSettings(settings);
    if ('problems' in read) return read;
    const events = eventTypes(read.settings);
    const quiet = quietOf(read.settings.rhythm);
    return { manifest: { events, commands: {}, lookUps: {}, idempotent: false, ...quiet } };
  },
  receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
    const settings = formSettings.of(setup);
    const unverified = verifyBody(delivery, settings, setup);
    if (unverified !== undefined) return [unverified];
    const parsed = parseJson(delivery.body);
    if (parsed.kind === 'refused') return [refusal(parsed.code, parsed.message)];
    const { codes } = setup;
    const id = settings.signature === undefined ? (delivery.headers['webhook-id'] ?? '') : '';
    const said =
      settings.format === 'fhir'
        ? mapResponse(parsed.value, settings, codes)
        : mapSubmission(parsed.value, settings, { codes, id });
    return ['kind' in said ? said : { kind: 'event', event: identified(said, parsed.value) }];
  },
};

/**
 * A form may be sent again when it was changed, under one id: what is read makes the event the one
 * it is. Without an id the whole body does, since two people may answer alike.
 */
function identified(said: Said, body: Json): WireEvent {
  const content =
    said.id === '' ? body : [said.event, said.occurredAt ?? null, said.refs, said.data];
  return { ...said, covers: { content: contentDigest(JSON.stringify(content)) } };
}

function eventTypes(settings: FormSettings): Readonly<Record<string, EventType>> {
  const forms: Readonly<Record<string, { readonly answers: Answers }>> = settings.forms;
  const types = Object.entries(forms).flatMap(([name, { answers }]) => {
    const type = { refs: formRefs(settings, name), data: answerTypes(answers) };
    return ['submitted', 'updated', 'abandoned'].map((how) => [`${name}.${how}`, type] as const);
  });
  return Object.fromEntries(types);
}
