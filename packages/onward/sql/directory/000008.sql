-- When each detector was last tripped on purpose, and found to fire.
create table drills (
  detector text primary key,
  tried_at timestamptz not null,
  fired_at timestamptz,               -- null: it never has
  took_ms integer not null,
  code text                           -- why it did not, the last time
);
