-- Drift that is written back: when, by whom, with which command of its system; and when the system is
-- asked next whether it shows it.
alter table drifts add column written_at timestamptz;
alter table drifts add column written_by text;
alter table drifts add column command text;
alter table drifts add column echo_at timestamptz;
alter table drifts drop constraint drifts_closed_by_check;
alter table drifts add constraint drifts_closed_by_check
  check (closed_by in ('agreed', 'applied', 'verified', 'dismissed', 'ended'));
create index drifts_echo on drifts (echo_at) where closed_at is null and echo_at is not null;
create index drifts_written on drifts (written_at, id) where written_by is not null;

-- What is placed or left takes its refs with it: found by what they belong to.
create index unmatched_refs_of on unmatched_refs (unmatched);
