-- Messages by what became of them and what they say, the newest last: any list of them is merged
-- from ranges of it, and counts of a week are read off it alone.
create index messages_list on messages (fate, template, asked_at, journey, seq, index);

-- What people did, whoever they are and by each of them. Events of systems have a dot in their type.
create index journal_people on journal (type, at, journey, seq)
 where type in ('act', 'park', 'resume', 'override', 'assign', 'add-task', 'skip', 'identify',
                'retry');
create index journal_person on journal (source, type, at, journey, seq)
 where type in ('act', 'park', 'resume', 'override', 'assign', 'add-task', 'skip', 'identify',
                'retry');
create index reveals_at on reveals (at, id);
create index drifts_decided on drifts (closed_at, id) where actor is not null;
