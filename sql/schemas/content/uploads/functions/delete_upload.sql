-- Deletes an upload of an organization: nobody is given a link any more, and the daily job removes the object and the row. Refusals: 403
-- forbidden; 404 not-found; 409 upload-held while people decide on it; 409 upload-used.
create or replace function content.delete_upload(p_organization text, p_id uuid, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'media.manage');
    v_upload content.uploads;
begin
    select u.* into v_upload from content.uploads as u
    where u.id = p_id and u.organization_id = v_organization_id and u.state <> 'deleted'
    for update;
    if v_upload.id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = 'There is no such upload.';
    elsif v_upload.state = 'held' then
        raise exception using
            errcode = 'PF409', constraint = 'upload-held',
            message = 'A moderator decides on this upload: delete it afterwards.';
    elsif exists (select from content.upload_references as r where r.upload_id = p_id) then
        raise exception using
            errcode = 'PF409', constraint = 'upload-used',
            message = 'A published version shows this upload, and versions stay: it is kept for them.';
    elsif exists (select from content.drafted_uploads(v_organization_id) as d where d.upload_id = p_id) then
        raise exception using
            errcode = 'PF409', constraint = 'upload-used',
            message = 'A draft, or what is scheduled, shows this upload: take it out first.';
    end if;
    perform content.remove_upload(p_id, p_at);
end
$$;
alter function content.delete_upload(text, uuid, timestamptz) owner to definer;
grant execute on function content.delete_upload(text, uuid, timestamptz) to staff;
