-- Keeps a clean upload from being delivered, or lets it be delivered again: nobody is given a link to one that is held, and no version that
-- shows it is checked as clean. It keeps its bytes and its references. The caller has locked the row.
create or replace function content.hold_upload(p_id uuid, p_is_held boolean) returns void
language sql volatile
set search_path = ''
begin atomic
update content.uploads as u set state = case when p_is_held then 'held' else 'clean' end
where u.id = p_id and u.state = case when p_is_held then 'clean' else 'held' end;
end;
alter function content.hold_upload(uuid, boolean) owner to definer;
