-- Reserves the bytes of a file that is about to be uploaded for an organization, until it expires. The organization's row is the lock under
-- which bytes are added up. Refusals: 403 forbidden; 409 upload-exists, with the id of the upload that has the same bytes; 409 bytes-full.
create or replace function content.request_upload(
    p_organization text, p_purpose text, p_file_name text, p_media_type text, p_bytes bigint, p_sha256 bytea, p_expires_at timestamptz,
    p_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'media.manage');
    v_organization identity.organizations;
    v_left bigint;
    v_id uuid;
begin
    select o.* into strict v_organization from identity.organizations as o where o.id = v_organization_id for no key update;
    select u.id into v_id from content.uploads as u
    where u.organization_id = v_organization_id and u.sha256 = p_sha256 and u.state in ('clean', 'held')
        and u.purpose = 'content' and p_purpose = 'content';
    if v_id is not null then
        raise exception using
            errcode = 'PF409', constraint = 'upload-exists', detail = jsonb_build_object('upload_id', v_id)::text,
            message = 'The organization has this file already: use that upload.';
    end if;
    v_left := greatest(0, v_organization.max_bytes - content.reserved_bytes(v_organization_id, p_at));
    if p_bytes > v_left then
        raise exception using
            errcode = 'PF409', constraint = 'bytes-full',
            message = format(
                'The organization has %s of its %s bytes left: delete uploads, or ask the platform''s administrator for more.',
                v_left, v_organization.max_bytes
            );
    end if;
    insert into content.uploads (organization_id, owner_id, purpose, file_name, media_type, bytes, sha256, expires_at, created_at)
    values (
        v_organization_id, identity.current_user_id(), p_purpose, p_file_name, p_media_type, p_bytes, p_sha256, p_expires_at, p_at
    )
    returning id into v_id;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), 'upload.requested', 'upload', v_id::text, v_organization_id,
        jsonb_build_object('purpose', p_purpose, 'media_type', p_media_type, 'bytes', p_bytes), p_at
    );
    return v_id;
end
$$;
alter function content.request_upload(text, text, text, text, bigint, bytea, timestamptz, timestamptz) owner to definer;
grant execute on function content.request_upload(text, text, text, text, bigint, bytea, timestamptz, timestamptz) to staff;
