-- What must still leave: one row for each batch that asked for something. A row for each order would
-- cost two thirds as much as the journal, to be deleted a moment later.
alter table outbox rename to outbox_rows;
alter table outbox_rows rename constraint outbox_pkey to outbox_rows_pkey;
create table outbox (
  id bigint primary key,              -- the batch
  worker bigint not null,
  asked_at timestamptz not null,
  total integer not null,             -- how many orders there are
  orders json not null,               -- journey, subject, program, seq and effect of each
  ended integer[] not null,           -- places, from 0, of those whose outcome is known
  tries jsonb not null                -- by place: attempts, nextAt (epoch ms), started
);
insert into outbox (id, worker, asked_at, total, orders, ended, tries)
select id, worker, next_at, 1,
       json_build_array(json_build_object('journey', journey, 'subject', subject,
                                          'program', program, 'seq', seq, 'effect', effect)),
       '{}',
       jsonb_build_object('0', jsonb_build_object(
         'attempts', attempts, 'nextAt', extract(epoch from next_at) * 1000, 'started', started))
  from outbox_rows;
drop table outbox_rows;
