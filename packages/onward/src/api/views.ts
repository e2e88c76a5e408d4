/** From what the store reads to what the caller sees: public ids, RFC 3339 times, wire values. */
import { explain, isLate, journeyId, obligationId, writeFact } from '../core/index.ts';
import type {
  ConsentRecord,
  Entry,
  ExplainedClock,
  ExplainedObligation,
  Explanation,
  Facts,
  FactTypes,
  FactValue,
  Json,
  MessageFate,
  Moment,
  Obligation,
} from '../core/index.ts';
import type { Forecast } from '../runtime/index.ts';
import type {
  JournalView,
  JourneyView,
  MessageRow,
  ObligationView,
  PresenceRow,
  StoredProof,
} from '../store/index.ts';

export function instant(at: number): string {
  return new Date(at).toISOString();
}

export function instantOrNull(at: number | null | undefined): string | null {
  return at === undefined || at === null ? null : instant(at);
}

/** One row of the list of journeys. */
export function journeySummary(view: JourneyView, now: number) {
  const { id, program, state } = view;
  const { sentence, owner, due, since, overdue } = explain(program, state, now);
  const root = state.places.find(({ track }) => track === '');
  return {
    id: journeyId(id),
    program: program.program,
    journey: state.journey,
    stage: state.stage,
    step: root?.step ?? '',
    status: state.status,
    outcome: state.outcome ?? null,
    owner,
    due: instantOrNull(due),
    overdue,
    since: instantOrNull(since),
    sentence,
  };
}

/** Who looks at a journey now. */
export function presenceView(rows: readonly PresenceRow[]) {
  return rows.map(({ actor, since }) => ({ actor, since: instant(since) }));
}

/** Everything that is known of a journey; `asOf`: as it was known then. */
export function journeyDetail(
  view: JourneyView,
  at: Moment,
  { asOf, presence }: { readonly asOf?: number; readonly presence: readonly PresenceRow[] },
) {
  const { id, program, programHash, state, openedAt, endedAt } = view;
  const explanation = explain(program, state, at);
  return {
    id: journeyId(id),
    program: program.program,
    programHash,
    journey: state.journey,
    status: state.status,
    outcome: state.outcome ?? null,
    version: state.version,
    stage: state.stage,
    openedAt: instant(openedAt),
    endedAt: instantOrNull(endedAt),
    facts: wireFacts(state.facts, factTypesOf(view)),
    milestones: state.milestones,
    places: state.places.map(({ track, step, since, ended }) => {
      return { track, step, since: instant(since), ended: ended ?? null };
    }),
    obligations: explanation.obligations.map((each) => explainedObligation(id, each)),
    deferred: state.deferred.map(({ event, expires }) => ({
      type: event.type,
      source: event.source,
      id: event.id,
      occurredAt: instant(event.occurredAt),
      expires: instant(expires),
    })),
    parked: parkedOf(view, at.now),
    explain: explanationView(explanation),
    asOf: instantOrNull(asOf),
    presence: presenceView(presence),
  };
}

function parkedOf({ id, state }: JourneyView, now: number) {
  if (state.parked === undefined) return null;
  const { parking, since, resting } = state.parked;
  return {
    owner: parking.owner,
    reason: parking.reason,
    since: instant(since),
    resting: resting.map((each) => obligationBase(id, each, now)),
  };
}

/** What is kept of messages, as an explanation reads it. */
export function fatesOf(rows: readonly MessageRow[]): readonly MessageFate[] {
  return rows.map(({ seq, index, ...row }) => ({ ...row, asked: `${seq}.${index}` }));
}

/** What a person has said of being written to. */
export function consentView({ grants, channel, purpose, at, source, actor }: ConsentRecord) {
  return {
    grants,
    channel: channel ?? null,
    purpose: purpose ?? null,
    at: instant(at),
    source,
    actor: actor ?? null,
  };
}

/** A message that is to come, and what will become of it. */
export function forecastView({ journey, template, purpose, channel, planned, fate }: Forecast) {
  const sendAt = fate.kind === 'send' ? planned : fate.kind === 'defer' ? fate.until : null;
  return {
    journey: journeyId(journey),
    template,
    purpose,
    channel,
    planned: instant(planned),
    fate: fate.kind,
    sendAt: instantOrNull(sendAt),
    rule: 'rule' in fate ? fate.rule : null,
  };
}

/** The explanation without its obligations, which stand beside it. */
export function explanationView(explanation: Explanation) {
  const {
    obligations: _listed,
    resting: _rests,
    since,
    due,
    messages,
    clocks,
    ...rest
  } = explanation;
  return {
    ...rest,
    since: instantOrNull(since),
    due: instantOrNull(due),
    messages: messages.map((each) => {
      return { ...each, about: instant(each.about), at: instant(each.at) };
    }),
    clocks: clocks.map(clockView),
  };
}

function clockView({ since, stopped, due, passed, today, ...rest }: ExplainedClock) {
  return {
    ...rest,
    since: instant(since),
    stopped: instantOrNull(stopped),
    due: instantOrNull(due),
    passed: instantOrNull(passed),
    today: today === null ? null : { target: today.target, due: instantOrNull(today.due) },
  };
}

function explainedObligation(journey: number, explained: ExplainedObligation) {
  const { obligation, overdue, ...rest } = explained;
  return { ...obligationBase(journey, obligation, Number.NEGATIVE_INFINITY), ...rest, overdue };
}

function obligationBase(journey: number, obligation: Obligation, now: number) {
  const { kind, name, step, track, owner, due, since, level, onHold } = obligation;
  const id = obligationId({ journey, ...obligation });
  return {
    id,
    kind,
    name,
    step,
    track,
    owner,
    due: instant(due),
    since: instant(since),
    level,
    overdue: isLate(obligation, now),
    onHold: onHold === undefined ? null : { system: onHold.system, since: instant(onHold.since) },
  };
}

/** One row of the list of obligations. */
export function openObligation(view: ObligationView, now: number) {
  return explainedRow(view, now).row;
}

/** The same, with what else an explanation says of it. */
export function explainedRow(view: ObligationView, now: number) {
  const { journey, program, state, obligation } = view;
  const { obligations, zone } = explain(program, state, now);
  const explained = obligations.find((each) => each.obligation === obligation);
  const row = {
    ...obligationBase(journey, obligation, now),
    journey: journeyId(journey),
    journeyName: state.journey,
    program: program.program,
    stage: state.stage,
    sentence: explained?.sentence ?? null,
    actions: explained?.actions ?? [],
  };
  return { row, explained, zone };
}

/** One input of a journey's journal with what came of it. */
export function journalEntry(row: JournalView, types: FactTypes) {
  const { seq, at, occurredAt, type, source, eventId, step, hash, body } = row;
  const { input } = body;
  const event = input.kind === 'enrol' ? input.event : input;
  const observed = event.kind === 'event' ? event.observed : undefined;
  const entries = body.entries.map((entry) => wireEntry(entry, types));
  return {
    seq,
    at: instant(at),
    occurredAt: instant(occurredAt),
    type,
    source,
    eventId,
    step,
    hash,
    observed: observed === undefined ? null : { ...observed, at: instant(observed.at) },
    entries,
  };
}

function wireEntry(entry: Entry, types: FactTypes) {
  if (entry.kind === 'fact') {
    const { name, value } = entry;
    return { ...entry, value: value === null ? null : wireFact(value, types[name]) };
  }
  if (entry.kind === 'clock') return { ...entry, at: instant(entry.at) };
  return 'due' in entry ? { ...entry, due: instant(entry.due) } : entry;
}

export function factTypesOf({ program, state }: Pick<JourneyView, 'program' | 'state'>): FactTypes {
  return program.journeys[state.journey]?.facts ?? {};
}

export function wireFacts(facts: Facts, types: FactTypes): Readonly<Record<string, Json>> {
  const pairs = Object.entries(facts).map(([name, value]) => [name, wireFact(value, types[name])]);
  return Object.fromEntries(pairs) as Readonly<Record<string, Json>>;
}

/** A fact whose type a later version dropped stands as it is kept. */
function wireFact(value: FactValue, type: FactTypes[string] | undefined): Json {
  if (type !== undefined) return writeFact(type, value);
  return typeof value === 'object' ? { ...value } : value;
}

/** What is kept of the proof of a program. */
export function proofView({ verdict, checkedAt, journeys, accepted }: StoredProof) {
  return {
    verdict,
    checkedAt: instant(checkedAt),
    journeys: journeys.map(({ properties, ...journey }) => ({
      ...journey,
      properties: properties.map(({ id, verdict: own, bound = null, boundMs = null }) => {
        return { id, verdict: own, bound, boundMs };
      }),
    })),
    accepted,
  };
}
