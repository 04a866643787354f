-- Asks for the plan of an import: what the zip of an upload would change of the drafts. Returns the import, and the dispatch of its task.
-- The rows of 90 days ago are deleted.
-- Refusals: 403 forbidden; 404 not-found; 409 managed-by-files, 409 upload-unfit, 409 import-running.
create or replace function content.request_import(p_organization text, p_upload_id uuid, p_at timestamptz default now())
returns table (import_id uuid, task_id uuid, nonce uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.import');
    v_upload content.uploads;
    v_id uuid;
begin
    if v_organization_id = identity.public_organization() then
        raise exception using
            errcode = 'PF409', constraint = 'managed-by-files',
            message = 'What is public comes from the content files: change it there, and deploy.';
    end if;
    select u.* into v_upload from content.uploads as u
    where u.id = p_upload_id and u.organization_id = v_organization_id and u.state <> 'deleted';
    if v_upload.id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = 'There is no such upload.';
    elsif v_upload.state <> 'clean' or v_upload.purpose <> 'import' or v_upload.media_type <> 'application/zip' then
        raise exception using
            errcode = 'PF409', constraint = 'upload-unfit',
            message = 'An import takes a zip that was uploaded for the purpose import, and is clean.';
    end if;
    perform content.end_lost_imports(v_organization_id, p_at);
    delete from content.imports as i where i.organization_id = v_organization_id and i.requested_at < p_at - interval '90 days';
    insert into content.imports as i (organization_id, upload_id, file_name, may_change_all, requested_by, is_operators, requested_at, changed_at)
    values (
        v_organization_id, p_upload_id, v_upload.file_name, content.may_change_all(v_organization_id), identity.current_user_id(),
        'platform_admin' = any(identity.current_roles()), p_at, p_at
    )
    on conflict (organization_id) where state in ('planning', 'applying') do nothing
    returning i.id into v_id;
    if v_id is null then
        raise exception using
            errcode = 'PF409', constraint = 'import-running', message = 'Another import of the organization runs: wait until it has ended.';
    end if;
    return query
    select v_id, t.id, t.nonce
    from platform.enqueue_internal_task(
        'import_content', jsonb_build_object('import_id', v_id), content.import_key(v_id, 'planning'), v_organization_id, p_at
    ) as t;
end
$$;
alter function content.request_import(text, uuid, timestamptz) owner to definer;
grant execute on function content.request_import(text, uuid, timestamptz) to staff;
