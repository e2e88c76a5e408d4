/** What the API answers beside `wire.ts`. */
import type { JourneySummary, OpenObligation } from '../../../onward/src/api/wire.ts';
export type Instant = string;
export type JourneyId = string;
export type ObligationId = string;

// ───────── A (work): session, queue, bulk, journey, presence, views, search, today, people ─────────
/** GET /v1/session */
export interface Session {
  mode: 'dev' | 'serve';
  program: string;
  programHash: string;
  now: Instant;
  zone: string /* of the first calendar */;
  clock: { aheadMs: number } | null /* dev only: it can be moved */;
  edgeUrl: string | null /* origin where briefs are shown, for the page's policy */;
  people: { id: string; teams: string[] /* teams and roles they belong to */ }[];
  owners: {
    name: string;
    kind: 'team' | 'role';
    calendar: string;
    zone: string;
    people: string[];
    fallback: string | null;
  }[];
  journeys: {
    name: string;
    stages: string[];
    steps: { name: string; stage: string; track: string }[];
  }[];
  systems: { name: string; connector: string; owner: string }[];
}

/** GET /v1/queue?owner=a,b&journey=&stage=&step=&kind=&state=overdue|today|held|all&actor=ID&limit=100&after=  – order: rank, which explains itself. */
export interface Queue {
  at: Instant;
  rows: QueueRow[];
  next: string | null;
  counts: {
    open: number;
    overdue: number;
    dueToday: number;
    held: number;
  } | null /* of the same owners, as of `countsAt`; null: not counted yet */;
  countsAt: Instant | null;
}
export interface QueueRow extends OpenObligation /* as /v1/obligations: id, kind, name, step, track, owner, due, since, level, overdue, onHold, journey, journeyName, program, stage, sentence, actions */ {
  /** Why it stands here. Rank = due − head start; safety (declared `safety`) has a head start, an exception a smaller one. */
  why: {
    kind: 'safety' | 'exception' | 'escalated' | 'overdue' | 'due';
    headStartMs: number;
    rankAt: Instant;
  };
  zone: string /* of the journey */;
  waitingFor: string | null;
  from: string | null;
  presence: { actor: string; since: Instant }[];
}

/** POST /v1/bulk/preview, /v1/bulk/runs; GET /v1/bulk/runs/:id, /v1/bulk/runs/:id/items?status=&after= — the same machine as recovery runs. */
export interface BulkPreviewRequest {
  select:
    | { ids: ObligationId[] }
    | {
        filter: {
          owner?: string;
          journey?: string;
          stage?: string;
          step?: string;
          kind?: string;
          state?: 'overdue' | 'today' | 'held' | 'all';
        };
      };
  act:
    | { kind: 'act'; action: string; data?: Record<string, unknown> }
    | { kind: 'assign'; owner: string }
    | { kind: 'park'; owner: string; reason: string; reviewEvery: string };
}
export interface BulkPreview {
  token: string;
  more: boolean;
  eligible: number;
  notEligible: { id: ObligationId; journey: JourneyId; code: string; why: string }[];
  run: BulkRun;
  would: { step: string | null; count: number }[];
}
export interface BulkRun {
  id: string;
  state: 'previewed' | 'running' | 'ended';
  counts: {
    'not-eligible': number;
    waiting: number;
    acting: number;
    unverified: number;
    verified: number;
    failed: number;
  };
  startedAt: Instant | null;
  endedAt: Instant | null;
}
// POST /v1/bulk/runs { token, actor } -> BulkRun ; items: { items: { place, item, journey, name, status, code, why, at }[], next }

/** GET /v1/journeys/:id?at=INSTANT – as it was known then: the fold of the journal up to then (the same shape as without `at`, and `asOf: Instant | null`). */
/** GET /v1/journeys/:id/why-not */
export interface WhyNot {
  at: Instant;
  transitions: {
    id: string;
    step: string;
    track: string;
    on: {
      kind:
        | 'event'
        | 'action'
        | 'deadline'
        | 'answer'
        | 'done'
        | 'receipt'
        | 'depends'
        | 'automatic';
      name: string;
    };
    to: string /* step or outcome */;
    state: 'open' /* would be taken if `on` came now */ | 'blocked';
    met: string[] /* conditions in words */;
    /** A smallest set of conditions that blocks it: each unmet; making these true would let it pass. */
    unmet: string[];
  }[];
}
/** POST /v1/presence { actor, journey } every 20 s (204); entries last 60 s; GET /v1/journeys/:id also carries `presence: {actor, since}[]`. */
/** GET /v1/views?actor= ; POST /v1/views { actor, name (nameSchema), scope: 'mine'|'team'|'program', team?, screen: string, query: string ≤ 500 of [a-z0-9=&,.:-] } ; POST /v1/views/:id/remove { actor } */
export interface SavedViews {
  views: {
    id: string;
    name: string;
    scope: 'mine' | 'team' | 'program';
    team: string | null;
    screen: string;
    query: string;
    by: string;
    at: Instant;
  }[];
}
/** POST /v1/search { text } – a journey's id, an obligation's id, or an outside id (sealed at the edge, never logged): journeys; at most 20. */
export interface SearchResult {
  journeys: JourneySummary[];
}
/** GET /v1/today?owner=a,b&since=INSTANT */
export interface Today {
  at: Instant;
  since: Instant;
  measuredSince: Instant | null /* activity is counted from here; null: not yet */;
  arrived: number | null;
  closed: { events: number; people: number; deadlines: number; other: number } | null;
  ended: number | null;
  open: number;
  overdue: number;
  dueToday: number;
  escalatedToUs: number;
  held: { system: string; count: number; since: Instant; review: Instant }[];
  absent: {
    person: string;
    owners: string[];
    until: Instant | null;
    open: number /* obligations of owners where they are the only one present, or all of the owner's open */;
  }[];
  incidents: { id: string; kind: string; system: string; since: Instant }[];
  handovers: Handover[] /* to these owners, since */;
  first: QueueRow[] /* 5 */;
}
/** A hand-over: no free text; it is drawn from open items. GET /v1/handovers/draft?owner= ; POST /v1/handovers { actor, from: owner, to: owner|person, items: ObligationId[] ≤ 50 } */
export interface Handover {
  id: string;
  at: Instant;
  by: string;
  from: string;
  to: string;
  items: {
    id: ObligationId;
    journey: JourneyId;
    sentence: string | null;
    due: Instant;
    open: boolean;
  }[];
}
/** GET /v1/people ; POST /v1/absences { actor, person, from, until } ; POST /v1/absences/:id/end { actor } */
export interface People {
  at: Instant;
  owners: {
    name: string;
    kind: 'team' | 'role';
    calendar: string;
    fallback: string | null;
    people: { id: string; absent: { id: string; from: Instant; until: Instant | null } | null }[];
    open: number | null;
    overdue: number | null;
    onNow: boolean;
    nextOpen: Instant | null;
  }[];
  calendars: {
    name: string;
    zone: string;
    week: {
      day: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
      shifts: { from: string; to: string }[];
    }[];
    exceptions: { date: string; shifts: { from: string; to: string }[] }[] /* coming 90 days */;
  }[];
  absences: { id: string; person: string; from: Instant; until: Instant | null; by: string }[];
}

// ───────── B (figures): summary, flow, stalls, load, promises, messages, record, export ─────────
/** GET /v1/summary – counts beside the navigation; null: not measured. */
export interface Summary {
  at: Instant;
  open: number;
  ended: number;
  overdue: number;
  stalls: number | null;
  promisesAtRisk: number | null;
  sourcesTroubled: number;
  unmatched: number;
  quarantined: number | null;
  drifts: number;
  causes: number;
  messagesFailed: number | null;
  incidents: number;
}
/** GET /v1/flow?journey=NAME */
export interface Flow {
  at: Instant;
  deepAt: Instant | null;
  journey: string;
  program: string;
  /** Laid out on the server (dagre) once per version of the program. Coordinates in px, top-left. */
  map: {
    width: number;
    height: number;
    nodes: {
      id: string;
      kind: 'start' | 'step' | 'outcome';
      stage: string;
      track: string;
      label: string;
      x: number;
      y: number;
      width: number;
      height: number;
    }[];
    stages: { name: string; x: number; y: number; width: number; height: number }[];
    edges: {
      id: string;
      from: string;
      to: string;
      on: string /* event, action, deadline.. in words */;
      kind: 'event' | 'action' | 'deadline' | 'other';
      points: { x: number; y: number }[];
    }[];
  };
  steps: {
    step: string;
    open: number;
    overdue: number;
    held: number;
    oldestDue: Instant | null;
    age: { p50Ms: number; p85Ms: number; maxMs: number; of: number } | null;
    /** Longest time a journey may rest here before the first deadline, in the step's own calendar as a wall estimate; null: none. */ targetMs:
      | number
      | null;
    heat: number | null /* 0..1: p85 of age against target, or against the slowest step */;
  }[];
  outcomes: { outcome: string; ended: number | null /* in the last 30 days */ }[];
}
/** GET /v1/flow/cumulative?journey=&days=30 */
export interface Cumulative {
  at: Instant;
  measuredSince: Instant | null;
  stages: string[];
  days: { day: string; open: Record<string, number>; ended: number; arrived: number }[];
}
/** GET /v1/flow/ageing?journey= */
export interface Ageing {
  at: Instant | null;
  steps: {
    step: string;
    stage: string;
    of: number;
    p50Ms: number;
    p85Ms: number;
    p95Ms: number;
    buckets: { fromMs: number; toMs: number | null; open: number; overdue: number }[];
  }[];
}
/** GET /v1/flow/variants?journey= – of the newest ended journeys (≤ 500) */
export interface Variants {
  at: Instant;
  of: number;
  variants: {
    steps: string[];
    count: number;
    share: number;
    medianMs: number;
    outcomes: Record<string, number>;
    example: JourneyId;
  }[];
}
/** GET /v1/stalls?owner=a,b */
export interface Stalls {
  at: Instant | null;
  causes: StallCause[];
}
export interface StallCause {
  id: string;
  kind:
    | 'source'
    | 'absence'
    | 'command'
    | 'rule'
    | 'step' /* late at a step for no other known reason */
    | 'slow' /* not overdue, slower than 95 % of its kind */;
  system: string | null;
  owner: string | null;
  journey: string | null;
  step: string | null;
  command: string | null;
  state: string | null /* silent, refused, away, lagging.. */;
  people: number /* journeys that one fix frees */;
  overdue: number;
  slow: number;
  oldest: Instant;
  held: number;
  /** Never folded away: those about a person's safety or whom nobody told. */ consequences: {
    journey: JourneyId;
    obligation: ObligationId;
    sentence: string;
    due: Instant;
  }[];
  queue: string /* query of the queue that lists them: `step=…&owner=…` */;
  fix: 'hold' | 'hand-over' | 'recover' | 'queue' | 'look-up';
  cause: string | null /* of recovery, where it is one */;
}
/** GET /v1/load?days=14 */
export interface Load {
  at: Instant;
  measuredSince: Instant | null;
  days: string[];
  owners: {
    owner: string;
    kind: 'team' | 'role';
    people: number;
    presentPeople: number;
    open: number;
    overdue: number;
    due: number[] /* by day, the first holds all that is overdue or due today */;
    later: number;
    /** Working hours of its calendar on each day. */ hours: number[];
    closedPerDay: number | null;
    daysToClear: number | null;
    manual: number | null /* manual touches in the last 7 days */;
  }[];
}
/** GET /v1/promises?clock=&journey=&state=at-risk|passed|running|paused&limit=&after= */
export interface Promises {
  at: Instant | null;
  complete: boolean;
  clocks: {
    journey: string;
    clock: string;
    target: string | null;
    running: number;
    paused: number;
    atRisk: number;
    passed: number;
    charged: { us: number; subject: number; partner: number; outage: number };
  }[];
  rows: {
    journey: JourneyId;
    journeyName: string;
    clock: string;
    standing: 'running' | 'paused' | 'stopped';
    turn: 'us' | 'subject' | 'partner' | null;
    due: Instant | null;
    leftMs: number | null;
    passed: Instant | null;
    charged: { us: number; subject: number; partner: number; outage: number };
    sentence: string;
    owner: string | null;
    zone: string;
  }[];
  next: string | null;
}
/** GET /v1/messages?fate=&template=&limit=&after=  newest first */
export interface MessageList {
  at: Instant;
  rows: {
    journey: JourneyId;
    template: string;
    via: string;
    channel: string;
    purpose: string;
    fate: string;
    rule: string | null;
    known: string | null;
    askedAt: Instant;
    at: Instant;
    until: Instant | null;
  }[];
  next: string | null;
}
/** GET /v1/messages/summary?days=7 */
export interface MessageSummary {
  at: Instant;
  templates: { template: string; purpose: string; fates: Record<string, number> }[];
  rules: { rule: string; count: number }[];
}
/** GET /v1/record?actor=&what=&limit=&before=  newest first: what people and operators did, and who was shown what. */
export interface RecordPage {
  at: Instant;
  rows: {
    at: Instant;
    actor: string;
    what: string /* act:NAME, park, resume, override, assign, add-task, reveal, hold, release, recovery, bulk, drift, merge, absence, hand-over … */;
    journey: JourneyId | null;
    detail: Record<string, string | number | null>;
    reason: string | null;
  }[];
  next: string | null;
}
/** GET /v1/export?format=ocel|csv&journey=&from=&to= – streamed; OCEL 2.0 JSON (objects: journeys, obligations, systems; events), or CSV (journey, at, occurred_at, type, source, step). */
/** GET /v1/touches?days=28 → { at, measuredSince, days: { day, transitions, manual, opened, ended, per1000: number | null }[] }  strain: manual touches per 1,000 journeys. */
