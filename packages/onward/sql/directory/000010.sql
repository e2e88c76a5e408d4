-- What people working together need to know of each other; nothing that must outlive a crash of the
-- database: who looks at which journey now.
create unlogged table presence (
  journey bigint not null,
  actor text not null,
  since timestamptz not null,
  seen timestamptz not null,
  primary key (journey, actor)
) with (fillfactor = 70);
create index presence_seen on presence (seen);

-- Questions that somebody asks again and again, for themselves, a team, or everybody.
create table views (
  id bigint primary key,
  name text not null,
  scope text not null check (scope in ('mine', 'team', 'program')),
  team text,
  screen text not null,
  query text not null,                -- names and public ids only
  by text not null,
  at timestamptz not null
);
create index views_by on views (by);
create index views_team on views (team) where scope = 'team';

-- What one owner has handed to another: by the ids of open items, without a word of text.
create table handovers (
  id bigint primary key,
  at timestamptz not null,
  by text not null,
  from_owner text not null,
  to_owner text not null,             -- a team, a role, or a person
  items text[] not null,
  dues timestamptz[] not null         -- as each was due when it was handed over
);
create index handovers_to on handovers (to_owner, at);

-- Who is away, so that nobody waits for them.
create table absences (
  id bigint primary key,
  person text not null,
  from_at timestamptz not null,
  until_at timestamptz,               -- null: nobody knows yet
  by text not null,
  at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);
create index absences_open on absences (from_at) where ended_at is null;
