/**
 * From a command to the message that says it: SIU (HL7 v2.5.1, chapter 10), ORM and OMG (4), REF
 * (11). Nothing is written but ids, times and codes of the settings: a journey knows no more.
 */
import type { OutboundCommand } from '../../core/index.ts';
import type { Field, Segment } from './build.ts';
import { controlIdOf } from './build.ts';
import type { Deed, Form } from './deeds.ts';
import { deeds } from './deeds.ts';
import type { Hl7Settings } from './settings.ts';
import { versions } from './settings.ts';
import { writeTime } from './time.ts';

/** A message that is ready, and what its command returns once it is acknowledged. */
export interface Composed {
  readonly segments: readonly Segment[];
  readonly control: string;
  readonly returns: Readonly<Record<string, string>>;
}

/** What the segments are written from. */
interface Draft {
  readonly deed: Deed;
  readonly settings: Hl7Settings;
  readonly patient: string;
  /** Members in HL7's form; those that were not given are empty. */
  readonly member: (name: string) => Field;
  /** The id that the thing goes under: the one given, or ours. */
  readonly own: string;
  readonly control: string;
  /** HL7's time of now. */
  readonly now: string;
}

/** The message of a command; undefined when an argument has no form that its member takes. */
export function compose(
  command: OutboundCommand,
  settings: Hl7Settings,
  nowMs: number,
): Composed | undefined {
  const asked = settings.commands[command.command];
  const deed = asked && deeds[asked.do];
  const { patient } = command.args;
  if (asked === undefined || deed === undefined || typeof patient !== 'string') return undefined;
  const members: Record<string, Field> = {};
  for (const name of [...Object.keys(asked.set), ...asked.with]) {
    const value = asked.set[name] ?? command.args[name];
    const form = deed.members[name];
    const formed = form === undefined ? undefined : formOf(form, value, settings);
    if (formed === undefined) return undefined;
    members[name] = formed;
  }
  const control = controlIdOf(command.key);
  const given = members['appointment'];
  const own = typeof given === 'string' ? given : control;
  const now = writeTime(nowMs, settings.zone);
  const member = (name: string): Field => members[name] ?? '';
  const draft = { deed, settings, patient, member, own, control, now };
  const segments = writers[deed.message](draft);
  return { segments, control, returns: deed.makes === undefined ? {} : { [deed.makes]: own } };
}

const writers: Readonly<Record<Deed['message'], (draft: Draft) => readonly Segment[]>> = {
  appointment,
  order,
  referral,
};

function formOf(form: Form, value: unknown, settings: Hl7Settings): Field | undefined {
  switch (form.kind) {
    case 'instant':
      return Number.isSafeInteger(value) ? writeTime(value as number, settings.zone) : undefined;
    case 'id':
      return typeof value === 'string' && value !== '' ? value : undefined;
    case 'code': {
      const known = Object.entries(settings.codes?.of ?? {}).find(([, name]) => name === value);
      return known?.[0].split('^');
    }
    case 'one-of':
      return typeof value === 'string' && Object.hasOwn(form.of, value)
        ? form.of[value]
        : undefined;
  }
}

/** SIU: what changes is told with all of it, as the receiver may know nothing before. */
function appointment(draft: Draft): readonly Segment[] {
  const { deed, settings, member, own } = draft;
  const by = settings.sender.application;
  const [start, end] = [member('start'), member('end')];
  const isCancelled = deed.trigger === 'S15';
  const action = { S12: 'A', S15: 'D' }[deed.trigger] ?? 'U';
  const status = isCancelled ? 'Cancelled' : 'Booked';
  const reason = member('reason');
  const resource = (name: string, what: string, more: Segment['fields'] = {}): Segment[] => {
    const it = member(what);
    return it === '' ? [] : [segment(name, { 1: '1', 2: action, 3: it, ...more })];
  };
  return [
    header(draft, ['SIU', deed.trigger, 'SIU_S12']),
    segment('SCH', {
      1: [own, by],
      2: [own, by],
      // Required: why it is told, which is the deed itself where nothing else is said.
      6: reason === '' ? status : reason,
      7: reason,
      8: member('type'),
      ...(isSince(settings, '2.7') || start === '' ? {} : { 11: ['', '', '', start, end].flat() }),
      16: by,
      20: by,
      25: [status, status, 'HL70278'],
    }),
    ...(isSince(settings, '2.5') && start !== ''
      ? [segment('TQ1', { 1: '1', 7: start, 8: end })]
      : []),
    ...person(draft),
    segment('RGS', { 1: '1', 2: action }),
    ...resource('AIS', 'service', { 4: start }),
    ...resource('AIL', 'location'),
    ...resource('AIP', 'provider'),
  ];
}

/** A new order (ORC-1 NW); an OMG has its time in TQ1 from 2.5 on, others in ORC-7 and OBR-27. */
function order(draft: Draft): readonly Segment[] {
  const { settings, member, own, now } = draft;
  const placer = [own, settings.sender.application];
  const isOmg = settings.orders === 'omg';
  const [start, priority] = [member('start'), member('priority')];
  const isTimed = start !== '' || priority !== '';
  const timing = isOmg && isSince(settings, '2.5') ? 'segment' : 'field';
  const within: Field =
    isTimed && timing === 'field' ? ['', '', '', start, '', priority].flat() : '';
  const type = isOmg ? ['OMG', 'O19', 'OMG_O19'] : ['ORM', 'O01', 'ORM_O01'];
  const provider = member('provider');
  return [
    header(draft, type),
    ...person(draft),
    segment('ORC', { 1: 'NW', 2: placer, 7: within, 9: now, 12: provider }),
    ...(isTimed && timing === 'segment' ? [segment('TQ1', { 1: '1', 7: start, 9: priority })] : []),
    segment('OBR', {
      1: '1',
      2: placer,
      4: member('service'),
      16: provider,
      27: within,
      31: member('reason'),
    }),
  ];
}

/** A referral that waits for its answer (RF1-1 P), to one provider and maybe from another. */
function referral(draft: Draft): readonly Segment[] {
  const { settings, member, own } = draft;
  const priority = member('priority');
  const referrer = member('referrer');
  const provider = (role: string, what: string, id: Field): Segment =>
    segment('PRD', { 1: [role, what, 'HL70286'], 7: id });
  return [
    header(draft, ['REF', 'I12', 'REF_I12']),
    segment('RF1', {
      1: ['P', 'Pending', 'HL70283'],
      2: priority === '' ? '' : [priority, '', 'HL70280'].flat(),
      3: member('type'),
      6: [own, settings.sender.application],
      7: member('start'),
      10: member('reason'),
    }),
    provider('RT', 'Referred to Provider', member('provider')),
    ...(referrer === '' ? [] : [provider('RP', 'Referring Provider', referrer)]),
    ...person(draft),
  ];
}

function header({ settings, control, now }: Draft, type: readonly string[]): Segment {
  const { sender, receiver, processing, version } = settings;
  return segment('MSH', {
    3: sender.application,
    4: sender.facility ?? '',
    5: receiver.application ?? '',
    6: receiver.facility ?? '',
    7: now,
    // The structure came with 2.3.1.
    9: isSince(settings, '2.3.1') ? type : type.slice(0, 2),
    10: control,
    11: processing,
    12: version,
  });
}

/**
 * The patient by id, and the visit where one is named. PID-5 is required, and a journey knows no
 * name: a name of the type "unspecified" (table 0200) says so, where an empty one in quotes would
 * have it deleted.
 */
function person({ settings, patient, member }: Draft): readonly Segment[] {
  const id = [patient, '', '', settings.authority ?? '', settings['patient-id']];
  const pid = segment('PID', { 1: '1', 3: id, 5: ['', '', '', '', '', '', 'U'] });
  const [visit, patientClass] = [member('visit'), member('class')];
  if (visit === '' && patientClass === '') return [pid];
  return [pid, segment('PV1', { 1: '1', 2: patientClass === '' ? 'U' : patientClass, 19: visit })];
}

function segment(name: string, fields: Segment['fields']): Segment {
  return { name, fields };
}

function isSince({ version }: Hl7Settings, since: (typeof versions)[number]): boolean {
  return versions.indexOf(version) >= versions.indexOf(since);
}
