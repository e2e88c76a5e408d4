-- What the assistant read, and what a person says it is: sealed as notes are, so that an erasure
-- takes it with them. Absent on a note of a colleague; 'seen' holds no text, 'open' waits for a
-- person, 'reviewed' has the person's word.
alter table notes
  add column reading text check (reading in ('seen', 'open', 'reviewed'));
create index notes_readings on notes (written_at, id) where reading is not null;
create index notes_open_readings on notes (written_at, id) where reading = 'open';

-- Who was shown what people wrote, and who said what it is.
create table review_log (
  id uuid primary key,
  at timestamptz not null,
  person text not null,
  reason text not null,
  what text not null check (what in ('queue', 'review', 'issues')),
  reading uuid
);
create index review_log_at on review_log (at, id);
