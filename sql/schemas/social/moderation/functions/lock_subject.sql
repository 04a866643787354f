-- Locks what a case is about, so that reports of it, decisions and deletions follow each other. What is gone has no row to lock.
create or replace function social.lock_subject(p_kind text, p_subject_id uuid) returns void
language sql volatile
set search_path = ''
begin atomic
select 1 from content.uploads as u where u.id = p_subject_id and p_kind = 'upload' for update;
end;
alter function social.lock_subject(text, uuid) owner to definer;
