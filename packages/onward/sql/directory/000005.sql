-- How the systems stand, as all processes have seen it; written every few seconds, never per event.
create table sources (
  system text primary key,
  state text not null check (state in ('well', 'refused', 'away', 'unknown')),
  state_at timestamptz not null,      -- when it was seen so last
  since timestamptz not null,         -- when it was seen so first
  code text,                          -- of what is wrong
  last_good timestamptz,
  last_heard timestamptz,
  last_refused timestamptz,
  last_away timestamptz,
  cursor_at timestamptz,              -- when catch-up last read on
  behind boolean not null,            -- it has more pages than were read
  quarantined integer not null
);
-- What a system said in each hour, from which its rhythm is learned.
create table source_hours (
  system text not null,
  hour timestamptz not null,
  events integer not null,
  gap_ms bigint not null,             -- the longest silence that ended in it
  lags integer[] not null,            -- how many events came how late, by powers of two seconds
  primary key (system, hour)
);
-- Sources that somebody must see to: one at a time for each kind.
create table incidents (
  id bigserial primary key,
  kind text not null check (kind in ('silent', 'refused', 'away', 'lagging')),
  system text not null,
  code text,
  since timestamptz not null,
  opened_at timestamptz not null,
  owner text not null,
  due timestamptz not null,
  level smallint not null,
  closed_at timestamptz
);
create unique index incidents_open on incidents (system, kind) where closed_at is null;
-- Systems on hold: what waits for them is put off until `review`, when somebody must look again.
create table holds (
  id bigserial primary key,
  system text not null,
  since timestamptz not null,
  set_at timestamptz not null,
  review timestamptz not null,
  reviews double precision[] not null,  -- every review it ever had, in epoch ms
  set_by text not null,
  reason text not null,
  released_at timestamptz,
  released_by text,
  release_reason text
);
create unique index holds_open on holds (system) where released_at is null;
