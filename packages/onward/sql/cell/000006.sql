-- Lists that stay fast however many journeys there are. Where obligations rest is named once, and
-- their rows hold the number of the place: each place is then a range of an index, from which a
-- page of any list is merged, whichever names are asked for.
create table places (
  id bigint primary key,              -- 52 bits of SHA-256 over the names, in this order
  program text not null,
  journey text not null,
  stage text not null,
  step text not null,
  owner text not null,
  kind text not null
);
alter table obligations rename to obligations_named;
alter table obligations_named rename constraint obligations_pkey to obligations_named_pkey;
create table obligations (
  journey bigint not null,
  place bigint not null,
  due timestamptz not null,
  slot smallint not null,
  primary key (journey, slot)
) with (fillfactor = 65);
with named as materialized (
  select o.journey, o.slot, o.due, p.name as program, j.journey as of, o.stage, o.step, o.owner,
         o.kind
    from obligations_named o
    join journeys j on j.id = o.journey
    join programs p on p.id = j.program
), numbered as materialized (
  select named.*,
         ('x000' || left(encode(sha256(convert_to(concat_ws(
           chr(10), program, of, stage, step, owner, kind), 'UTF8')), 'hex'), 13))::bit(64)::bigint
           as place
    from named
), placed as (
  insert into places (id, program, journey, stage, step, owner, kind)
  select distinct place, program, of, stage, step, owner, kind from numbered
)
insert into obligations (journey, place, due, slot)
select journey, place, due, slot from numbered;
drop table obligations_named;
-- For pages of journeys, and for pages in order of due time.
create index obligations_place on obligations (place, journey);
create index obligations_due on obligations (place, due, journey);

-- The same for what is asked of journeys themselves: one range for each version and journey.
create index journeys_open_kind on journeys (program, journey, id) where status = 'open';
create index journeys_ended_kind on journeys (program, journey, id) where status = 'ended';
drop index journeys_open;
drop index journeys_ended;
