-- Marks an upload as deleted, whatever shows it: pages go on without it, and no check passes a revision that shows it. The daily job
-- removes the object and the row. The caller has locked the row, and decided that it may go. One that is deleted already is left as it is.
create or replace function content.remove_upload(p_id uuid, p_at timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
    delete from content.upload_references as r where r.upload_id = p_id;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    select
        identity.current_user_id(), 'upload.deleted', 'upload', p_id::text, u.organization_id,
        jsonb_build_object('file_name', u.file_name, 'state', u.state), p_at
    from content.uploads as u
    where u.id = p_id and u.state <> 'deleted';
    update content.uploads as u set state = 'deleted', reason = null, finished_at = p_at where u.id = p_id and u.state <> 'deleted';
end
$$;
alter function content.remove_upload(uuid, timestamptz) owner to definer;
