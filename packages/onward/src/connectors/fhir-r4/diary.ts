/** What a patient may move or cancel, and what is free for it: Appointment, Schedule and Slot. */
import type {
  Diary,
  DiaryOpening,
  DiaryVisit,
  LookUpRequest,
  Outbound,
  SystemSetup,
} from '../../core/index.ts';
import { ehrOf, read, search } from './ehr.ts';
import type { Ehr, Retry } from './ehr.ts';
import type { JsonObject } from './json.ts';
import { textAt, textsAt } from './json.ts';
import { fhirId, outsideIdOf, reduce } from './reference.ts';
import type { Local } from './reference.ts';
import { whose } from './whose.ts';

/** Who has more to come is helped by a person. */
const mostVisits = 6;
const aheadMs = 42 * 86_400_000;
const mostOpenings = 200;
/** Those of an appointment whose schedules say when it may be. */
const holders = ['Practitioner', 'PractitionerRole', 'HealthcareService', 'Location'];

/** The visits to come of the one patient whom the refs name; none where nobody is known. */
export async function diary(
  { refs }: LookUpRequest,
  setup: SystemSetup,
  out: Outbound,
): Promise<Diary> {
  const ehr = ehrOf(setup, out);
  const about = await whose(refs, ehr);
  if (about.kind === 'retry') return about;
  if (about.kind === 'unknown') return { kind: 'diary', visits: [] };
  const now = out.nowMs();
  const who = encodeURIComponent(`Patient/${about.id}`);
  const query = `patient=${who}&date=ge${instant(now)}&status=booked,pending`;
  const answer = await search(ehr, `Appointment?${query}&_sort=date&_count=50`);
  if (answer.kind === 'retry') return answer;
  const coming = answer.resources
    .filter((each) => each['resourceType'] === 'Appointment' && startOf(each) > now)
    .toSorted((a, b) => startOf(a) - startOf(b));
  const visits: DiaryVisit[] = [];
  for (const appointment of coming.slice(0, mostVisits)) {
    const id = textAt(appointment, 'id');
    if (id === undefined || !fhirId.test(id)) continue;
    const openings = await openingsFor(appointment, ehr);
    if ('kind' in openings) return openings;
    visits.push({ id: `Appointment/${id}`, start: startOf(appointment), openings });
  }
  return { kind: 'diary', visits };
}

/** What is free in the schedules of the appointment and long enough for it. */
async function openingsFor(
  appointment: JsonObject,
  ehr: Ehr,
): Promise<readonly DiaryOpening[] | Retry> {
  const schedules = await schedulesOf(appointment, ehr);
  if ('kind' in schedules) return schedules;
  if (schedules.length === 0) return [];
  const now = ehr.out.nowMs();
  const of = encodeURIComponent(schedules.join(','));
  const when = `start=ge${instant(now)}&start=lt${instant(now + aheadMs)}`;
  const query = `schedule=${of}&status=free&${when}&_sort=start&_count=${mostOpenings}`;
  const answer = await search(ehr, `Slot?${query}`);
  if (answer.kind === 'retry') return answer;
  const lasts = endOf(appointment) - startOf(appointment);
  return answer.resources.flatMap((slot) => {
    const id = textAt(slot, 'id');
    const [start, end] = [startOf(slot), endOf(slot)];
    const isFree = slot['resourceType'] === 'Slot' && textAt(slot, 'status') === 'free';
    if (!isFree || id === undefined || !fhirId.test(id) || !(start > now)) return [];
    // An appointment that does not say how long it is takes the whole of what is free.
    const fits = Number.isNaN(lasts) ? end : start + lasts;
    return fits <= end ? [{ id: `Slot/${id}`, start, end: fits }] : [];
  });
}

/** The schedule of the slot that the appointment takes, else those of whom it is with. */
async function schedulesOf(appointment: JsonObject, ehr: Ehr): Promise<readonly string[] | Retry> {
  const [taken] = localsOf(appointment, ['slot', 'reference'], ehr);
  if (taken?.type === 'Slot') {
    const slot = await read(ehr, taken);
    if (slot.kind === 'retry') return slot;
    const own = slot.kind === 'resource' ? slot.resource : {};
    const found = localsOf(own, ['schedule', 'reference'], ehr).map(outsideIdOf);
    if (found.length > 0) return found;
  }
  const actors = localsOf(appointment, ['participant', 'actor', 'reference'], ehr);
  const [holder] = holders.flatMap((type) => actors.filter((each) => each.type === type));
  if (holder === undefined) return [];
  const who = encodeURIComponent(outsideIdOf(holder));
  const answer = await search(ehr, `Schedule?actor=${who}&_count=10`);
  if (answer.kind === 'retry') return answer;
  return answer.resources.flatMap((each) => {
    const id = textAt(each, 'id');
    const isOne = each['resourceType'] === 'Schedule' && id !== undefined && fhirId.test(id);
    return isOne ? [`Schedule/${id}`] : [];
  });
}

function localsOf(resource: JsonObject, path: readonly string[], ehr: Ehr): readonly Local[] {
  return textsAt(resource, path).flatMap((reference) => {
    const local = reduce(reference, ehr.base);
    return typeof local === 'object' ? [local] : [];
  });
}

const instant = (ms: number): string => encodeURIComponent(new Date(ms).toISOString());
const startOf = (resource: JsonObject): number => Date.parse(textAt(resource, 'start') ?? '');
const endOf = (resource: JsonObject): number => Date.parse(textAt(resource, 'end') ?? '');
