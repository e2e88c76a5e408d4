/** Says in words what happened in a story, and where a journey stands. */
import type { Input, State } from '../step/types.ts';
import type { Facts } from '../language/model.ts';
import { formatDuration } from '../language/describe.ts';

/** What happened: `billing.payment.failed comes`, `call is due, and nobody has answered`. */
export function inputInWords(input: Input, before: State | null): string {
  switch (input.kind) {
    case 'enrol':
      return `${input.event.type} begins it${dataInWords(input.event.data)}`;
    case 'event':
      return `${input.type} comes${dataInWords(input.data)}`;
    case 'deadline':
      return 'its time has come';
    case 'outcome':
      if (isReadBack(before, input.key)) return `${input.name}: asked, and shows what was written`;
      return input.key === lookUpOf(before, input.key)
        ? `${input.name}: asked, and nothing was found`
        : `${input.name} is ${input.outcome}${dataInWords(input.data)}`;
    case 'act':
      return `somebody answers ${input.action}${dataInWords(input.data)}`;
    case 'signal': {
      const { says } = input;
      if (says.kind === 'ended') return `${input.journey} ends as ${says.outcome}`;
      if (says.kind === 'milestone') return `${input.journey} reaches ${says.milestone}`;
      return `${input.journey} has begun`;
    }
    case 'control':
    case 'drift':
    case 'hold':
    case 'fault':
      return input.kind;
  }
}

function isReadBack(before: State | null, key: string): boolean {
  return before?.obligations.some(({ readBack }) => readBack?.asked === key) === true;
}

function lookUpOf(before: State | null, key: string): string | undefined {
  return before?.obligations.find((each) => each.lookUp === key)?.lookUp;
}

/** A deadline in words needs to know which: the one that is due. */
export function deadlineInWords(before: State | null, now: number): string {
  const due = before?.obligations.find((each) => each.due <= now);
  if (due !== undefined) {
    const passed = inShort(now - due.since);
    if (due.kind === 'wait') return `${passed} pass`;
    const what = due.lookUp === undefined ? 'has not come' : 'was looked for and not found';
    return due.kind === 'await' || due.lookUp !== undefined
      ? `${passed} pass, and ${due.name} ${what}`
      : `${passed} pass, and nobody has answered ${due.name}`;
  }
  const kept = before?.deferred.find((each) => each.expires <= now);
  return `${kept?.event.type ?? 'something'} was kept too long`;
}

function dataInWords(data: Facts): string {
  const words = Object.entries(data).map(([name, value]) => {
    if (typeof value === 'object') return `${name} = ${value.amount} ${value.currency}`;
    if (typeof value === 'number' && value > 1e11)
      return `${name} = ${new Date(value).toISOString()}`;
    return `${name} = ${String(value)}`;
  });
  return words.length === 0 ? '' : ` {${words.join(', ')}}`;
}

/** Where a journey stands: one line for each place. */
export function placesInWords(state: State, now: number): readonly string[] {
  if (state.status === 'ended') return [`ended: ${state.outcome ?? ''}`];
  const open = [...state.obligations, ...(state.parked?.resting ?? [])];
  const lines = state.places.flatMap(({ step, track, ended }) => {
    const name = track === '' ? step : `${track}/${step}`;
    if (ended !== undefined) return [`${name}  ended`];
    const here = open.find((each) => each.step === step && each.track === track && each.slot < 63);
    if (here === undefined) {
      const hasTracks = track === '' && state.places.length > 1;
      return hasTracks ? [] : [`${name}  owner —, due —`];
    }
    return [`${name}  ${here.kind}, owner ${here.owner || '—'}, due ${dueInWords(here.due - now)}`];
  });
  const aside = state.obligations.filter(({ slot }) => slot >= 63);
  return [
    ...lines,
    ...aside.map(({ kind, name, owner, due }) => {
      return `(${kind} ${name}, owner ${owner || '—'}, due ${dueInWords(due - now)})`;
    }),
  ];
}

function dueInWords(ms: number): string {
  if (!Number.isFinite(ms)) return '—';
  return ms <= 0 ? 'now' : `in ${inShort(ms)}`;
}

/** As exact as a person wants it: seconds only where it is about minutes. */
function inShort(ms: number): string {
  const unit = ms >= 86_400_000 ? 3_600_000 : ms >= 3_600_000 ? 60_000 : 1_000;
  return formatDuration(Math.max(unit, Math.ceil(ms / unit) * unit));
}
