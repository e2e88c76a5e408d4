-- Recovery: what was previewed, what was run of it, by whom, and what came of each item.
create table recovery_runs (
  id bigint primary key,
  token text not null unique,         -- over exactly what was previewed
  cause text not null,
  kind text not null,
  act text not null,
  given json not null,                -- what the act needs: names, reason codes and public ids
  previewed_at timestamptz not null,
  actor text,                         -- null: previewed only
  started_at timestamptz,
  ended_at timestamptz,
  worker bigint not null default 0    -- who works on it; another takes it over where it is dead
);
create index recovery_runs_open on recovery_runs (id)
  where started_at is not null and ended_at is null;
create index recovery_runs_previewed on recovery_runs (previewed_at) where started_at is null;
create table recovery_items (
  run bigint not null,
  place integer not null,             -- from 0; with the run it makes the keys of what is done
  item text not null,                 -- of an obligation, unmatched input, or what was set aside
  version bigint not null,            -- how it stood when it was previewed
  journey text,
  name text not null,
  status text not null check (status in
    ('not-eligible', 'waiting', 'acting', 'unverified', 'verified', 'failed')),
  code text,
  would json,
  at timestamptz not null,            -- when the status was told
  primary key (run, place)
) with (fillfactor = 80);

-- Two subjects that turned out to be one person, and what was moved, so that exactly that can go back.
create table merges (
  id bigint primary key,
  at timestamptz not null,
  actor text not null,
  reason text not null,
  from_subject bigint not null,
  into_subject bigint not null,
  moved json not null,                -- refs, contacts, journeys and the keys that they began under
  undone_at timestamptz,
  undone_by text,
  undone_reason text
);
create index merges_people on merges (into_subject, id) where undone_at is null;
create index merges_from on merges (from_subject, id) where undone_at is null;
