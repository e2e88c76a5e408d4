-- Who was shown, at the edge, what the systems know of a person, and why. What was shown is not here.
create table reveals (
  id bigint primary key,
  journey bigint not null,
  opened integer not null,            -- with the slot, the obligation it was shown for
  slot smallint not null,
  person text not null,
  reason text not null,
  what text not null check (what in ('brief', 'notes', 'note-added')),
  at timestamptz not null
);
create index reveals_journey on reveals (journey, id);
