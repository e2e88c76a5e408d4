-- Telephone numbers and mail addresses: several people may share one, so that it names nobody
-- beside an id that does.
create table contacts (
  ref uuid not null,                  -- keyed hash over (system, address)
  subject bigint not null,
  taught_at timestamptz not null,
  primary key (ref, subject)
);
create index contacts_subject on contacts (subject);
-- The system whose id it is: two ids of one system are two people. Null: taught before this.
alter table directory add column system text;
