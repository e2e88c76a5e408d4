-- What people and the assistant said to each other, sealed with the subject's data key. Beside it
-- stand closed words alone, by which a list is made without opening anything.
create table conversations (
  id uuid primary key,
  ref uuid not null,
  key uuid not null,
  system text not null,               -- the assistant's, as the program calls it
  version integer not null,           -- counts up from 1 with each change
  begun_at timestamptz not null,
  last_at timestamptz not null,
  state text not null check (state in ('talking', 'person', 'closed')),
  level text not null,
  intent text not null,
  language text not null,
  channel text not null,
  untold_at timestamptz,              -- something is to be told to the coordinator from then on
  sealed bytea not null
);
-- One at a time with a person.
create unique index conversations_open on conversations (ref, system) where state <> 'closed';
create index conversations_ref on conversations (ref, last_at, id);
create index conversations_key on conversations (key);
create index conversations_last on conversations (last_at, id);
create index conversations_untold on conversations (untold_at) where untold_at is not null;
