-- Which database this is. A backup that is restored carries another one's names, or stands behind
-- what a witness outside has seen; then a fence goes up, and no order leaves until a person says so.
create table installation (
  id uuid not null default gen_random_uuid(),
  system_identifier text not null,    -- of the cluster
  database_oid bigint not null,
  table_oid bigint not null,          -- of this table: a dump that is read back makes another
  timeline integer not null,
  one boolean primary key default true check (one)
);
create table fences (
  epoch integer primary key,          -- from 1; part of the keys of orders asked for since
  since timestamptz not null,         -- what happened before may have been acted on already
  reason text not null check (reason in
    ('another-cluster', 'another-database', 'another-timeline', 'behind-witness')),
  first_block bigint not null,        -- of the numbers that are handed out since
  released_at timestamptz,
  released_by text,
  release_reason text,
  nothing_lost boolean                -- the database was only moved
);
