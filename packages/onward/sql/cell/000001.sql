-- A cell: every table of one slice of subjects. A transaction touches one cell.

-- A deployed version of a program, by the hash of its content.
create table programs (
  id bigserial primary key,
  hash text not null unique,
  name text not null,
  body json not null,
  deployed_at timestamptz not null
);

-- Where each journey stands. No index stands on a column that changes with every event.
create table journeys (
  id bigint primary key,
  subject bigint not null,
  program bigint not null,
  journey text not null,
  enrol_key text not null,            -- a journey begins once per key
  status text not null check (status in ('open', 'ended')),
  state json not null,                -- the fold of its journal
  hash bytea not null,                -- head of its chain
  opened_at timestamptz not null,
  ended_at timestamptz,
  timer_due timestamptz not null,     -- when its timer row fires: never later than next_due
  next_due timestamptz,
  next_owner text,
  -- The promise: nobody's journey and no dateless journey can be stored.
  constraint journeys_owned_and_dated
    check (status <> 'open' or (next_due is not null and next_owner is not null))
) with (fillfactor = 65);
create unique index journeys_begin_once on journeys (journey, enrol_key);
create index journeys_subject on journeys (subject);
-- Pages of open and of ended journeys, in order, whatever the statistics say.
create index journeys_open on journeys (id) where status = 'open';
create index journeys_ended on journeys (id) where status = 'ended';

-- What must happen next: one row for each open obligation, updated in place.
create table obligations (
  journey bigint not null,
  slot smallint not null,
  opened integer not null,
  kind text not null,
  name text not null,
  stage text not null,
  step text not null,
  owner text not null,
  due timestamptz not null,
  due_day date not null,              -- indexed instead of due: it seldom changes
  primary key (journey, slot)
) with (fillfactor = 65);
create index obligations_owner on obligations (owner, due_day);

-- One row per journey, re-armed lazily: it may fire early, never late.
create table timers (
  journey bigint primary key,
  subject bigint not null,
  due timestamptz not null
) with (fillfactor = 80);
create index timers_due on timers (due);

-- Append-only: what was applied to each journey, and what followed. `hash` covers the row and the one before.
create table journal (
  journey bigint not null,
  seq integer not null,
  at timestamptz not null,
  occurred_at timestamptz not null,
  type text not null,
  source text not null,
  event_id text not null,
  step text not null,
  body json not null,
  hash bytea not null,
  primary key (journey, seq)
);

-- (source, event id) is taken once.
create table inbox (
  key uuid primary key,
  digest uuid not null,
  journey bigint not null
);

-- Outside ids of one journey's own things (an appointment, an order).
create table refs (
  ref uuid primary key,
  journey bigint not null
);

-- What must still leave. A row goes when its outcome is known.
create table outbox (
  id bigint primary key,
  journey bigint not null,
  subject bigint not null,
  program bigint not null,
  seq integer not null,
  effect json not null,
  worker bigint not null,
  attempts smallint not null,
  next_at timestamptz not null,
  started boolean not null
) with (fillfactor = 80);

-- How everything that left came out: one row for each batch.
create table outcomes (
  id bigint primary key,
  at timestamptz not null,
  journeys bigint[] not null,
  keys text[] not null,
  outcomes text[] not null
);

-- Input that belongs to no journey yet: owned, dated, and placed by itself when its ref becomes known.
create table unmatched (
  id bigint primary key,
  key uuid not null unique,
  digest uuid not null,
  source text not null,
  event_id text not null,
  type text not null,
  reason text not null,
  owner text not null,
  due timestamptz not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  event json not null,
  placed_in bigint,
  closed_at timestamptz
);
create index unmatched_open on unmatched (id) where closed_at is null;

create table unmatched_refs (
  ref uuid not null,
  unmatched bigint not null,
  primary key (ref, unmatched)
);
