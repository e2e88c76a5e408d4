-- A person's own row: their words on consent, in the order they came. It is locked while their
-- messages are weighed against each other, so that two processes do not pass a cap together.
create table people (
  subject bigint primary key,
  consents jsonb not null
) with (fillfactor = 80);

-- What became of each message that was asked for: one row, changed until its fate is known.
create table messages (
  journey bigint not null,
  seq integer not null,
  index smallint not null,            -- with the two before, the message's order
  subject bigint not null,
  system text not null,
  template text not null,
  purpose text not null,
  channel text not null,
  matter text not null,               -- the same over another channel is the same matter
  words uuid not null,                -- a hash over all that its text says
  fate text not null
    check (fate in ('leaving', 'sent', 'deferred', 'merged', 'withheld', 'superseded', 'failed')),
  rule text,                          -- why it was not sent at once
  other text,                         -- the message that it lost to, or was merged into
  until timestamptz,                  -- of one that is deferred
  known text,                         -- how surely the person knows
  asked_at timestamptz not null,
  expires timestamptz,                -- when it is of no use any more
  at timestamptz not null,            -- when this was decided
  primary key (journey, seq, index)
) with (fillfactor = 80);
create index messages_person on messages (subject, at);
create index messages_merged on messages (other) where fate = 'merged';
