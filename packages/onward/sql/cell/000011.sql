-- Whether an obligation is late though it is due again on the next rung, or put off while a system
-- is out: the state alone knew. Lists and counts of what is late or held go by it.
alter table obligations add column standing smallint not null default 0
  check (standing between 0 and 2);  -- 0: as its due time says · 1: late · 2: on hold
update obligations o
   set standing = s.standing
  from (select j.id as journey, (e.value ->> 'slot')::smallint as slot,
               case when e.value -> 'onHold' is not null then 2 else 1 end as standing
          from journeys j
         cross join json_array_elements(case json_typeof(j.state -> 'obligations')
                                          when 'array' then j.state -> 'obligations'
                                          else '[]' end) e
         where j.status = 'open' and j.state::text ~ '"overdue":\s*true|"onHold"'
           and (e.value ->> 'overdue' = 'true' or e.value -> 'onHold' is not null)) s
 where o.journey = s.journey and o.slot = s.slot;
-- Few are either, so that it costs nothing to write one that is neither.
create index obligations_standing on obligations (place, standing, due, journey, slot)
  where standing > 0;
