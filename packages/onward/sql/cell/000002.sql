-- What the continuity proof said of a version, and what a person allowed against it, with the reason.
-- Null: the version was stored before there were proofs.
alter table programs add column proof json;
