/** The resources that are listened to: which status says which event, and what is read of each. */

/** A FHIR resource as events speak of it. Paths are member names; lists count as their items. */
export interface Kind {
  readonly type: string;
  /** What its events, its own ref and its look-up are called. */
  readonly name: string;
  /** Status to the last word of the event; a status without a word says nothing. */
  readonly statuses: Readonly<Record<string, string>>;
  /** Where the patient is referred to. */
  readonly patient: readonly string[];
  /** Refs to other resources: where they are referred to, and their type. */
  readonly refs: Readonly<Record<string, Linked>>;
  readonly instants: Readonly<Record<string, readonly string[]>>;
  /** Codes of a required binding; those not named here are left out. */
  readonly choices: Readonly<Record<string, Choice>>;
  /** Where the codings stand that the settings' `codes` give names to. */
  readonly code: readonly string[];
  /** Where an interpretation stands, read as the flags `abnormal` and `critical`. */
  readonly interpretation?: readonly string[];
}

interface Linked {
  readonly type: string;
  readonly at: readonly (readonly string[])[];
}

interface Choice {
  readonly at: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

const same = (...values: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(values.map((value) => [value, value]));

/** R4, RequestPriority. */
export const priorities = ['routine', 'urgent', 'asap', 'stat'] as const;
const priority: Choice = { at: ['priority'], values: same(...priorities) };
const encounter: Linked = { type: 'Encounter', at: [['encounter']] };
const order: Linked = { type: 'ServiceRequest', at: [['basedOn']] };

/** R4, v3 ActEncounterCode. */
const encounterClasses = {
  AMB: 'ambulatory',
  EMER: 'emergency',
  FLD: 'field',
  HH: 'home',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  OBSENC: 'observation',
  PRENC: 'pre-admission',
  SS: 'short-stay',
  VR: 'virtual',
};

const reportStatuses = {
  registered: 'registered',
  partial: 'preliminary',
  preliminary: 'preliminary',
  final: 'final',
  amended: 'corrected',
  corrected: 'corrected',
  appended: 'corrected',
  cancelled: 'cancelled',
  'entered-in-error': 'deleted',
  unknown: '',
};

const appointment: Kind = {
  type: 'Appointment',
  name: 'appointment',
  statuses: {
    proposed: 'proposed',
    pending: 'pending',
    booked: 'booked',
    arrived: 'arrived',
    'checked-in': 'arrived',
    fulfilled: 'completed',
    cancelled: 'cancelled',
    noshow: 'no-show',
    waitlist: 'waitlisted',
    'entered-in-error': 'deleted',
  },
  patient: ['participant', 'actor'],
  refs: { order },
  instants: { start: ['start'], end: ['end'] },
  choices: {},
  code: ['serviceType', 'coding'],
};

const encounterKind: Kind = {
  type: 'Encounter',
  name: 'encounter',
  statuses: {
    planned: 'planned',
    arrived: 'arrived',
    triaged: 'arrived',
    'in-progress': 'started',
    onleave: 'on-leave',
    finished: 'finished',
    cancelled: 'cancelled',
    'entered-in-error': 'deleted',
    unknown: '',
  },
  patient: ['subject'],
  refs: { order, appointment: { type: 'Appointment', at: [['appointment']] } },
  instants: { start: ['period', 'start'], end: ['period', 'end'] },
  choices: { class: { at: ['class', 'code'], values: encounterClasses } },
  code: ['type', 'coding'],
};

const orderKind: Kind = {
  type: 'ServiceRequest',
  name: 'order',
  statuses: {
    draft: 'drafted',
    active: 'placed',
    'on-hold': 'held',
    revoked: 'cancelled',
    completed: 'completed',
    'entered-in-error': 'deleted',
    unknown: '',
  },
  patient: ['subject'],
  refs: { encounter },
  instants: { due: ['occurrenceDateTime'] },
  choices: { priority },
  code: ['code', 'coding'],
};

const result: Kind = {
  type: 'DiagnosticReport',
  name: 'result',
  statuses: reportStatuses,
  patient: ['subject'],
  refs: { order, encounter },
  instants: { issued: ['issued'] },
  choices: {},
  code: ['code', 'coding'],
};

const observation: Kind = {
  type: 'Observation',
  name: 'observation',
  statuses: {
    registered: 'registered',
    preliminary: 'preliminary',
    final: 'final',
    amended: 'corrected',
    corrected: 'corrected',
    cancelled: 'cancelled',
    'entered-in-error': 'deleted',
    unknown: '',
  },
  patient: ['subject'],
  refs: { order, encounter },
  instants: { issued: ['issued'] },
  choices: {},
  code: ['code', 'coding'],
  interpretation: ['interpretation', 'coding', 'code'],
};

const form: Kind = {
  type: 'QuestionnaireResponse',
  name: 'form',
  statuses: {
    'in-progress': 'started',
    completed: 'completed',
    amended: 'amended',
    stopped: 'stopped',
    'entered-in-error': 'deleted',
  },
  patient: ['subject'],
  refs: { order, encounter },
  instants: { authored: ['authored'] },
  choices: {},
  code: ['questionnaire'],
};

const task: Kind = {
  type: 'Task',
  name: 'task',
  statuses: {
    draft: 'drafted',
    requested: 'requested',
    received: 'received',
    accepted: 'accepted',
    rejected: 'rejected',
    ready: 'ready',
    cancelled: 'cancelled',
    'in-progress': 'started',
    'on-hold': 'held',
    failed: 'failed',
    completed: 'completed',
    'entered-in-error': 'deleted',
  },
  patient: ['for'],
  refs: {
    encounter,
    order: { type: 'ServiceRequest', at: [['focus'], ['basedOn']] },
    appointment: { type: 'Appointment', at: [['focus']] },
    result: { type: 'DiagnosticReport', at: [['focus']] },
  },
  instants: { due: ['restriction', 'period', 'end'] },
  choices: { priority },
  code: ['code', 'coding'],
};

const communication: Kind = {
  type: 'Communication',
  name: 'communication',
  statuses: {
    preparation: 'prepared',
    'in-progress': 'started',
    'not-done': 'not-done',
    'on-hold': 'held',
    stopped: 'stopped',
    completed: 'completed',
    'entered-in-error': 'deleted',
    unknown: '',
  },
  patient: ['subject'],
  refs: { order, encounter },
  instants: { sent: ['sent'], received: ['received'] },
  choices: { priority },
  code: ['category', 'coding'],
};

/** Every kind, in the order of the documentation. */
export const kinds: readonly Kind[] = [
  appointment,
  encounterKind,
  orderKind,
  result,
  observation,
  form,
  task,
  communication,
];

const byType = new Map(kinds.map((kind) => [kind.type, kind]));

/** The kind of a resource type; undefined when it is none that is spoken of. */
export function kindOf(type: string): Kind | undefined {
  return byType.get(type);
}

/** Every name that events of a kind have for a ref or a datum, whatever the settings. */
export function namesOf(kind: Kind): readonly string[] {
  const flags = kind.interpretation === undefined ? [] : ['abnormal', 'critical'];
  const own = [kind.refs, kind.instants, kind.choices].flatMap((each) => Object.keys(each));
  return ['patient', 'phone', 'email', 'status', 'code', kind.name, ...flags, ...own];
}
