-- Marks the clean uploads that nothing has shown for 30 days as deleted, and notes of those that only a draft shows that they are used.
-- Returns how many were retired. Uploads of learners are kept: what they handed in is referred to by a submission.
create or replace function content.retire_uploads(p_at timestamptz default now()) returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_ids uuid [];
    v_retired bigint;
begin
    update content.uploads as u set used_at = p_at
    from content.drafted_uploads(null) as d
    where
        u.id = d.upload_id and u.organization_id = d.organization_id and u.state = 'clean'
        and not exists (select from content.upload_references as r where r.upload_id = u.id);
    v_ids := array(
        select u.id from content.uploads as u
        where
            u.state = 'clean' and u.organization_id is not null and coalesce(u.used_at, u.finished_at) < p_at - interval '30 days'
            and not exists (select from content.upload_references as r where r.upload_id = u.id)
        order by u.id
        for update skip locked
    );
    -- Asked again now that the rows are locked: a publication may have referred to one after the statement above began.
    with retired as (
        update content.uploads as u set state = 'deleted', finished_at = p_at
        where u.id = any(v_ids) and not exists (select from content.upload_references as r where r.upload_id = u.id)
        returning u.id, u.organization_id, u.file_name
    ), logged as (
        insert into platform.audit_log (action, subject_type, subject_id, organization_id, detail, created_at)
        select 'upload.retired', 'upload', r.id::text, r.organization_id, jsonb_build_object('file_name', r.file_name), p_at
        from retired as r
        returning 1
    )
    select count(*) into v_retired from logged;
    return v_retired;
end
$$;
alter function content.retire_uploads(timestamptz) owner to definer;
grant execute on function content.retire_uploads(timestamptz) to scheduler;
