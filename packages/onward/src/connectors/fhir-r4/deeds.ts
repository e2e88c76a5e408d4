/** What may be asked of an EHR: which resource a command writes, and the members it may set. */
import type { Json } from '../../core/index.ts';
import type { JsonObject } from './json.ts';
import { kindOf, priorities } from './kinds.ts';
import { answers, attachment, narrative, sections } from './papers.ts';

/** What a member takes; a `text` is one of the settings' texts, by its id. */
export type Form =
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'text' | 'code' | 'instant' }
  /** A conversation at the edge, which puts in what was said. */
  | { readonly kind: 'paper'; readonly of: 'note' | 'form' }
  | { readonly kind: 'ref'; readonly of: readonly string[] };

/** A member of a resource that a command may set. */
export interface Member {
  readonly form: Form;
  /** Where it stands; `value` is in FHIR's form already, a ref or code as an object. */
  place(value: Json): JsonObject;
  /** It is set when the resource is made, and never changed: others may have added to it. */
  readonly once?: true;
}

/** One thing that can be asked of an EHR. */
export interface Deed {
  readonly type: string;
  /** The ref of the resource, as returned; for a change, as an argument too. */
  readonly ref: string;
  readonly makes: boolean;
  /** Where the patient is referred to. */
  readonly patient: readonly string[];
  readonly members: Readonly<Record<string, Member>>;
  /** Members without which FHIR takes no such resource. */
  readonly required: readonly string[];
  /** What a new one holds beside its members. */
  begin(patient: JsonObject, now: string): JsonObject;
}

const choice = (values: readonly string[]): Form => ({ kind: 'one-of', values });
const refTo = (...of: readonly string[]): Form => ({ kind: 'ref', of });
const statuses = (type: string): Form => choice(Object.keys(kindOf(type)?.statuses ?? {}));

const actors = [
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'CareTeam',
  'HealthcareService',
  'Location',
  'Device',
];
const actor = refTo(...actors);
const subjects = ['Appointment', 'ServiceRequest', 'DiagnosticReport', 'Observation', 'Task'];
const focus = refTo(...subjects, 'QuestionnaireResponse', 'Encounter', 'Communication');

const status = (form: Form): Member => ({ form, place: (value) => ({ status: value }) });
const priority: Member = { form: choice(priorities), place: (value) => ({ priority: value }) };
const code: Member = { form: { kind: 'code' }, place: (value) => ({ code: value }), once: true };
const encounter: Member = {
  form: refTo('Encounter'),
  place: (value) => ({ encounter: value }),
  once: true,
};
const order: Member = {
  form: refTo('ServiceRequest'),
  place: (value) => ({ basedOn: [value] }),
  once: true,
};
const text: Form = { kind: 'text' };
const instant: Form = { kind: 'instant' };

const task = {
  status: status(statuses('Task')),
  priority,
  code,
  encounter,
  order,
  text: { form: text, place: (value) => ({ description: value }) },
  due: { form: instant, place: (value) => ({ restriction: { period: { end: value } } }) },
  owner: { form: actor, place: (value) => ({ owner: value }) },
  focus: { form: focus, place: (value) => ({ focus: value }), once: true },
} satisfies Record<string, Member>;

const serviceRequest = {
  status: status(statuses('ServiceRequest')),
  priority,
  code,
  encounter,
  order,
  text: { form: text, place: (value) => ({ note: [{ text: value }] }), once: true },
  due: { form: instant, place: (value) => ({ occurrenceDateTime: value }), once: true },
  owner: { form: actor, place: (value) => ({ performer: [value] }), once: true },
} satisfies Record<string, Member>;

const appointment = {
  status: status(statuses('Appointment')),
  start: { form: instant, place: (value) => ({ start: value }) },
  end: { form: instant, place: (value) => ({ end: value }) },
  slot: { form: refTo('Slot'), place: (value) => ({ slot: [value] }) },
  code: { form: { kind: 'code' }, place: (value) => ({ serviceType: [value] }), once: true },
  order,
  text: { form: text, place: (value) => ({ description: value }) },
  owner: {
    form: actor,
    place: (value) => ({ participant: [{ actor: value, status: 'needs-action' }] }),
    once: true,
  },
} satisfies Record<string, Member>;

const requestStatuses = ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error'];

const communicationRequest = {
  status: status(choice(requestStatuses)),
  priority,
  code: { form: { kind: 'code' }, place: (value) => ({ category: [value] }), once: true },
  encounter,
  order,
  text: { form: text, place: (value) => ({ payload: [{ contentString: value }] }), once: true },
  due: { form: instant, place: (value) => ({ occurrenceDateTime: value }), once: true },
  focus: { form: focus, place: (value) => ({ about: [value] }), once: true },
} satisfies Record<string, Member>;

const composition = {
  code: { form: { kind: 'code' }, place: (value) => ({ type: value }), once: true },
  title: { form: text, place: (value) => ({ title: value }), once: true },
  author: { form: actor, place: (value) => ({ author: [value] }), once: true },
  encounter,
  text: { form: text, place: (value) => ({ section: [{ text: narrative(value) }] }), once: true },
  focus: { form: focus, place: (value) => ({ section: [{ entry: [value] }] }), once: true },
  conversation: { form: { kind: 'paper', of: 'note' }, place: sections, once: true },
} satisfies Record<string, Member>;

const documentReference = {
  code: { form: { kind: 'code' }, place: (value) => ({ type: value }), once: true },
  title: { form: text, place: (value) => ({ description: value }), once: true },
  author: { form: actor, place: (value) => ({ author: [value] }), once: true },
  encounter: {
    form: refTo('Encounter'),
    place: (value) => ({ context: { encounter: [value] } }),
    once: true,
  },
  conversation: { form: { kind: 'paper', of: 'note' }, place: attachment, once: true },
} satisfies Record<string, Member>;

const questionnaireResponse = {
  conversation: { form: { kind: 'paper', of: 'form' }, place: answers, once: true },
  encounter,
} satisfies Record<string, Member>;

type Shape = Omit<Deed, 'makes' | 'required'>;

const shapes = {
  task: {
    type: 'Task',
    ref: 'task',
    patient: ['for'],
    members: task,
    begin: (patient) => ({ status: 'requested', intent: 'order', for: patient }),
  },
  order: {
    type: 'ServiceRequest',
    ref: 'order',
    patient: ['subject'],
    members: serviceRequest,
    begin: (patient) => ({ status: 'active', intent: 'order', subject: patient }),
  },
  appointment: {
    type: 'Appointment',
    ref: 'appointment',
    patient: ['participant', 'actor'],
    members: appointment,
    begin: (patient) => ({
      status: 'proposed',
      participant: [{ actor: patient, status: 'needs-action' }],
    }),
  },
  'communication-request': {
    type: 'CommunicationRequest',
    ref: 'communication-request',
    patient: ['subject'],
    members: communicationRequest,
    begin: (patient) => ({ status: 'active', subject: patient, recipient: [patient] }),
  },
} satisfies Record<string, Shape>;

const changes = (shape: Shape): Deed => {
  const kept = Object.entries(shape.members).filter(([, { once }]) => once !== true);
  return { ...shape, makes: false, required: [], members: Object.fromEntries(kept) };
};

/** Every deed by the name that settings use in `do`. */
export const deeds: Readonly<Record<string, Deed>> = {
  ...Object.fromEntries(
    Object.entries<Shape>(shapes).flatMap(([name, shape]) => [
      [`create-${name}`, { ...shape, makes: true, required: [] }],
      [`update-${name}`, changes(shape)],
    ]),
  ),
  // A draft is all that a machine may write of a clinical document: a person makes it final.
  'draft-composition': {
    type: 'Composition',
    ref: 'composition',
    patient: ['subject'],
    makes: true,
    members: composition,
    required: ['code', 'title', 'author'],
    begin: (patient, now) => ({ status: 'preliminary', subject: patient, date: now }),
  },
  // For an EHR whose chart takes documents and no compositions.
  'draft-document': {
    type: 'DocumentReference',
    ref: 'document-reference',
    patient: ['subject'],
    makes: true,
    members: documentReference,
    required: ['conversation'],
    begin: (patient, now) => ({
      status: 'current',
      docStatus: 'preliminary',
      subject: patient,
      date: now,
    }),
  },
  // Who reads the answers completes it.
  'draft-answers': {
    type: 'QuestionnaireResponse',
    ref: 'questionnaire-response',
    patient: ['subject'],
    makes: true,
    members: questionnaireResponse,
    required: ['conversation'],
    begin: (patient) => ({ status: 'in-progress', subject: patient, source: patient }),
  },
};
