-- Drift: where what a journey believes differs from what a system says, with both sides.
create table drifts (
  id bigint primary key,
  key uuid not null,                  -- a hash over what differs: at most one of it is open
  journey bigint not null,
  system text not null,
  look_up text not null,
  class text not null check (class in
    ('missed', 'out-of-order', 'changed', 'contradicted', 'vanished', 'duplicated')),
  policy text not null check (policy in ('apply', 'propose', 'task')),
  believed json,                      -- what came: type, when it occurred, its facts
  found json,                         -- the event that says what the system says
  code text,                          -- why it could not be applied
  owner text not null,
  due timestamptz not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  closed_at timestamptz,
  closed_by text check (closed_by in ('agreed', 'applied', 'dismissed', 'ended')),
  actor text,                         -- who closed it, where somebody did
  reason text
) with (fillfactor = 80);
create unique index drifts_open on drifts (key) where closed_at is null;
create index drifts_dismissed on drifts (key) where closed_by = 'dismissed';
create index drifts_journey on drifts (journey, id);
