-- Journeys that went on after a backup was restored. Empty where none ever was.
create table restored (
  journey bigint primary key,
  epoch integer not null,             -- of the restore
  from_seq integer not null,          -- the last input that it had when it was restored
  doubt boolean not null              -- what it asks for now may have been done in what was lost
);
