-- What was taken when, for counts of the last minutes: a B-tree, since removed journals leave space
-- all over the table and new rows then lie beside old ones (decision 28).
create index journal_at on journal (at);

-- How much happened: counted from journals in quarters of an hour, after a month in days (UTC).
create table activity (
  bucket timestamptz not null,        -- when it begins
  daily boolean not null,
  program text not null,
  journey text not null,
  what text not null check (what in
    ('arrived', 'ended', 'moved', 'closed', 'manual', 'open')),
  name text not null,                 -- ended: how · closed, manual: whose · open: the stage
  by text not null,                   -- closed: events, people, deadlines, other
  count integer not null,
  primary key (bucket, daily, program, journey, what, name, by)
);
-- How far it has come: a row is claimed for each pass.
create table counting (
  part text primary key check (part = 'activity'),
  since timestamptz,                  -- from when on it is counted; null: not yet
  counted_to timestamptz,
  snapshot_at timestamptz,            -- when it was last counted what is open
  merged_at timestamptz,
  next_at timestamptz not null
);
insert into counting (part, next_at) values ('activity', to_timestamp(0));
