-- What is over goes after a while (decision 15). That a journey began stays, and how it ended:
-- what comes late must not begin it again, and who waits for it must hear the same as before.
create table begun (
  id bigint primary key,              -- of the journey that is not kept any more
  subject bigint not null,
  journey text not null,
  enrol_key text not null,
  ended_at timestamptz not null,
  outcome text not null,
  milestones text[] not null,
  entries integer not null,           -- how long its journal was
  hash bytea not null,                -- head of its chain: a copy kept elsewhere is known by it
  removed_at timestamptz not null
);
create unique index begun_once on begun (journey, enrol_key);
create index begun_subject on begun (subject);

-- How far each part of the clearing up has come: a row is claimed for each small step of it.
create table retention (
  part text primary key check (part in ('journeys', 'keys', 'outcomes', 'unmatched')),
  place text not null,                -- what was looked at last; empty: from the beginning
  next_at timestamptz not null,
  before timestamptz                  -- of keys: of journeys that ended before some may be gone
);
insert into retention (part, place, next_at)
select part, '', to_timestamp(0) from unnest('{journeys,keys,outcomes,unmatched}'::text[]) part;

-- What ended first goes first. Written once for each journey, when it ends.
create index journeys_ended_at on journeys (ended_at, id) where status = 'ended';

-- Large tables are vacuumed after two rows in a hundred and not after twenty, which would be weeks
-- apart: what was removed is space for what comes.
alter table journal set (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05);
alter table inbox set (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05);
alter table outcomes set (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05);
alter table messages set (autovacuum_vacuum_scale_factor = 0.02);
alter table journeys set (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.02);
alter table obligations set (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.05);
-- Rows that come and go all day: often, and without cutting the table's end off, for which it is
-- locked.
alter table timers set (autovacuum_vacuum_scale_factor = 0.02, vacuum_truncate = false);
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = false,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 500,
  toast.autovacuum_vacuum_cost_delay = 0, toast.vacuum_truncate = false);
