-- The edge's own store: nothing in it can be read without the installation's key.

-- Data keys, each wrapped by the installation key that kek names.
create table vault_keys (
  id uuid primary key,
  kek text not null,
  wrapped bytea not null
);

-- Outside ids, sealed with the data key of their group.
create table vault (
  ref uuid primary key,               -- what the coordinator holds; it never changes
  key uuid not null,
  system text not null,
  rides boolean not null,             -- came as data beside somebody, and is erased with them
  hashed text not null,               -- the installation key whose hash finds the row
  sealed bytea not null
);
create index vault_key on vault (key);

-- Other hashes of ids that are known: of newer keys, and claims while two keys make new ones.
create table aliases (
  hash uuid primary key,
  ref uuid not null
);
create index aliases_ref on aliases (ref);

-- That somebody was erased, and when; not who.
create table erasures (
  id uuid primary key,
  erased_at timestamptz not null
);

-- Deliveries that could not be mapped, without their content.
create table quarantine (
  id uuid primary key,
  system text not null,
  code text not null,
  size integer not null,
  pointers text[] not null,
  sealed bytea,                       -- what to fetch it again by; null: nothing, or it has ended
  received_at timestamptz not null,
  next_at timestamptz not null,
  state text not null check (state in ('open', 'refetched', 'given-up')),
  tries integer not null
);
create index quarantine_received on quarantine (received_at, id);
create index quarantine_next on quarantine (next_at) where state = 'open';

-- How far each system was caught up with.
create table cursors (
  system text primary key,
  version integer not null,
  sealed bytea not null
);

-- Notes of people about a subject, sealed with the subject's data key.
create table notes (
  id uuid primary key,
  ref uuid not null,
  key uuid not null,
  written_at timestamptz not null,
  sealed bytea not null
);
create index notes_ref on notes (ref, written_at, id);
create index notes_key on notes (key);
