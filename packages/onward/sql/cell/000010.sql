-- Open drifts are few beside those that were closed: a page of them reads these alone.
create index drifts_waiting on drifts (id) where closed_at is null;
