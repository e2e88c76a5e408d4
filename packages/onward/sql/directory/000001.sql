-- The directory: the only tables beside the cells. Whom an outside ref belongs to, and who is at work.

create table directory (
  ref uuid primary key,               -- keyed hash over (system, outside id)
  subject bigint not null,            -- its cell is subject modulo 1024
  taught_at timestamptz not null
);
create index directory_subject on directory (subject);

-- The edge's own: outside ids, sealed under the installation key; the coordinator never opens them.
create table vault (
  ref uuid primary key,
  sealed bytea not null
);

create table workers (
  worker bigint primary key,
  beat timestamptz not null
);

-- Numbers are handed out in blocks, so that a batch of journeys costs no round trip.
create sequence id_blocks;
