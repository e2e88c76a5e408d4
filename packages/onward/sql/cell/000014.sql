-- Fewer bytes of log for each event (decision 39). What changes with an event stands together at
-- the end of the row: an update on one page logs what lies between the first byte that differs and
-- the last, and with names and facts in between that was nearly all of it.
alter table journeys rename to journeys_before;
alter table journeys_before rename constraint journeys_pkey to journeys_before_pkey;
create table journeys (
  id bigint primary key,
  subject bigint not null,
  program bigint not null,
  opened_at timestamptz not null,
  timer_due timestamptz not null,     -- when its timer row fires: never later than next_due
  ended_at timestamptz,
  journey text not null,
  enrol_key text not null,            -- a journey begins once per key
  status text not null check (status in ('open', 'ended')),
  next_owner text,
  next_due timestamptz,
  hash bytea not null,                -- head of its chain
  state json not null,                -- the fold of its journal
  -- The promise: nobody's journey and no dateless journey can be stored.
  constraint journeys_owned_and_dated
    check (status <> 'open' or (next_due is not null and next_owner is not null))
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.02);
insert into journeys (id, subject, program, opened_at, timer_due, ended_at, journey, enrol_key,
                      status, next_owner, next_due, hash, state)
select id, subject, program, opened_at, timer_due, ended_at, journey, enrol_key, status, next_owner,
       next_due, hash, state
  from journeys_before order by id;
drop table journeys_before;
create unique index journeys_begin_once on journeys (journey, enrol_key);
create index journeys_subject on journeys (subject);
create index journeys_open_kind on journeys (program, journey, id) where status = 'open';
create index journeys_ended_kind on journeys (program, journey, id) where status = 'ended';
create index journeys_ended_at on journeys (ended_at, id) where status = 'ended';

-- What was taken when: one row for each batch instead of an entry for each row of the journal, and
-- only until it was counted.
create table taken (
  at timestamptz not null,
  id bigint not null,                 -- the batch
  journeys bigint[] not null,         -- with the number of each in its journal
  seqs integer[] not null,
  primary key (at, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 1000);
insert into taken (at, id, journeys, seqs)
select at, 0, array_agg(journey), array_agg(seq)
  from journal
 where at >= (select counted_to from counting where part = 'activity') - interval '1 hour'
 group by at;
drop index journal_at;
