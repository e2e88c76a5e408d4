/** What a person who decides should know of a patient: read now, shown once, kept nowhere. */
import type { Connector, Json, LookUpRequest, Outbound, SystemSetup } from '../../core/index.ts';
import { ehrOf, read, search } from './ehr.ts';
import type { Ehr, Retry } from './ehr.ts';
import { textAt, textsAt, valuesAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { newest } from './look-up.ts';
import { contactsOf } from './patient.ts';
import { whose } from './whose.ts';

type Briefed = Awaited<ReturnType<NonNullable<Connector['brief']>>>;
type Line = Extract<Briefed, { readonly kind: 'brief' }>['lines'][number];

const dayMs = 86_400_000;
const mostTasks = 5;
const longest = 500;

/** Name, age, phone, next appointment, latest report, open tasks; PHI, in the answer alone. */
export async function brief(
  request: LookUpRequest,
  setup: SystemSetup,
  out: Outbound,
): Promise<Briefed> {
  const ehr = ehrOf(setup, out);
  const about = await whose(request.refs, ehr);
  if (about.kind === 'retry') return about;
  if (about.kind === 'unknown') return { kind: 'nothing' };
  const patient = await read(ehr, { type: 'Patient', id: about.id });
  if (patient.kind === 'retry') return patient;
  if (patient.kind !== 'resource') return { kind: 'nothing' };
  const parts = await Promise.all([
    nextAppointment(about.id, ehr),
    latestReport(about.id, ehr),
    openTasks(about.id, ehr),
  ]);
  const retry = parts.find((each) => 'kind' in each);
  if (retry !== undefined && 'kind' in retry) return retry;
  const lines = parts.flatMap((each) => ('kind' in each ? [] : each));
  const { resource } = patient;
  return { kind: 'brief', title: nameOf(resource), lines: [...personal(resource, ehr), ...lines] };
}

type Lines = readonly Line[];

/** The name in use, as text or put together. */
function nameOf(patient: JsonObject): string {
  const names = valuesAt(patient, ['name']);
  const inUse = ['usual', 'official'].flatMap((use) => {
    return names.filter((each) => textAt(each, 'use') === use);
  });
  const name = inUse[0] ?? names[0] ?? null;
  const parts = [...textsAt(name, ['given']), textAt(name, 'family') ?? ''];
  return cut(textAt(name, 'text') ?? parts.join(' ').trim());
}

function personal(patient: JsonObject, { out }: Ehr): Lines {
  const birth = textAt(patient, 'birthDate');
  const age = birth === undefined ? undefined : ageOf(birth, out.nowMs());
  const digits = (contactsOf(patient, ['phone', 'sms'])[0] ?? '').replaceAll(/\D/g, '');
  return [
    ...(age === undefined ? [] : [{ label: 'Age', text: String(age) }]),
    // Enough to ask the person for the rest, and too little to call a wrong one.
    ...(digits.length < 7 ? [] : [{ label: 'Phone', text: `ends in ${digits.slice(-4)}` }]),
  ];
}

/** Whole years; a birth date may be a year or a month alone, which makes it uncertain. */
function ageOf(birth: string, nowMs: number): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(birth) ?? [];
  if (year === undefined) return undefined;
  const now = new Date(nowMs);
  const before = now.toISOString().slice(5, 10) < `${month}-${day}` ? 1 : 0;
  return now.getUTCFullYear() - Number(year) - before;
}

async function nextAppointment(patient: string, ehr: Ehr): Promise<Lines | Retry> {
  const from = encodeURIComponent(new Date(ehr.out.nowMs()).toISOString());
  const who = encodeURIComponent(`Patient/${patient}`);
  const query = `patient=${who}&date=ge${from}&status=booked,pending,proposed,arrived`;
  const answer = await search(ehr, `Appointment?${query}&_sort=date&_count=10`);
  if (answer.kind === 'retry') return answer;
  const now = ehr.out.nowMs() - dayMs;
  const starts = answer.resources
    .filter((each) => Date.parse(textAt(each, 'start') ?? '') > now)
    .toSorted(
      (a, b) => Date.parse(textAt(a, 'start') ?? '') - Date.parse(textAt(b, 'start') ?? ''),
    );
  const [first] = starts;
  if (first === undefined) return [{ label: 'Next appointment', text: 'none' }];
  const what = shown(valuesAt(first, ['serviceType'])[0]) ?? textAt(first, 'description');
  return [line('Next appointment', [textAt(first, 'start'), textAt(first, 'status'), what])];
}

async function latestReport(patient: string, ehr: Ehr): Promise<Lines | Retry> {
  const answer = await search(ehr, newest('DiagnosticReport', patient, 1));
  if (answer.kind === 'retry') return answer;
  const [report] = answer.resources;
  if (report === undefined) return [];
  const conclusion = textAt(report, 'conclusion');
  const said = [textAt(report, 'status'), shown(valuesAt(report, ['code'])[0]), conclusion];
  return [line('Latest report', said)];
}

async function openTasks(patient: string, ehr: Ehr): Promise<Lines | Retry> {
  const answer = await search(ehr, newest('Task', patient));
  if (answer.kind === 'retry') return answer;
  const closed = ['completed', 'cancelled', 'rejected', 'failed', 'entered-in-error'];
  const open = answer.resources.filter((each) => !closed.includes(textAt(each, 'status') ?? ''));
  return open.slice(0, mostTasks).map((task) => {
    const what = textAt(task, 'description') ?? shown(valuesAt(task, ['code'])[0]);
    return line('Open task', [textAt(task, 'status'), what]);
  });
}

/** A CodeableConcept as people read it. */
function shown(concept: Json | undefined): string | undefined {
  if (concept === undefined) return undefined;
  return textAt(concept, 'text') ?? textAt(concept, 'coding', 'display');
}

function line(label: string, parts: readonly (string | undefined)[]): Line {
  return { label, text: cut(parts.filter((each) => each !== undefined).join(', ')) };
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
