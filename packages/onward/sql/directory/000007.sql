-- How systems were compared with what journeys believe: one row for each time.
create table reconciliations (
  id bigint primary key,
  system text not null,
  look_up text not null,
  asked_by text not null,             -- a person, or why it was time
  preview boolean not null,
  began_at timestamptz not null,
  beat_at timestamptz not null,       -- one that does not beat any more was left
  ended_at timestamptz,
  ended text check (ended in ('done', 'failed', 'left')),
  code text,
  asked integer not null,
  agreed integer not null,
  unanswered integer not null,
  closed integer not null,
  ends json not null                  -- how many differences of each class ended how
) with (fillfactor = 80);
create unique index reconciliations_one on reconciliations (system, look_up)
  where ended_at is null;
create index reconciliations_last on reconciliations (system, look_up, began_at);
