-- Records what an inspection found, once: of an upload that is no longer requested, or is gone, nothing changes and no row is returned. The
-- row returned says where the object belongs, what it is called and of which type it is. p_found holds the members of the event
-- upload.inspected; the type is the one that was asked for, whatever an inspection says.
create or replace function content.finish_upload(p_id uuid, p_found jsonb, p_at timestamptz default now())
returns table (state text, scope uuid, file_name text, media_type text)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_upload content.uploads;
    v_reason text := p_found ->> 'reason';
    v_organization identity.organizations;
    v_stored bigint := (p_found ->> 'stored_bytes')::bigint;
begin
    select u.* into v_upload from content.uploads as u where u.id = p_id and u.state = 'requested' for update;
    if v_upload.id is null then
        return;
    end if;
    select o.* into v_organization from identity.organizations as o where o.id = v_upload.organization_id for no key update;
    if v_upload.expires_at <= p_at then
        v_reason := 'The file arrived too late: request its upload again.';
    elsif encode(v_upload.sha256, 'hex') <> p_found ->> 'sha256' or v_upload.bytes <> (p_found ->> 'bytes')::bigint then
        v_reason := 'The file that arrived is another one than was asked for: request its upload again.';
    elsif exists (
        select from content.uploads as u
        where
            u.organization_id = v_upload.organization_id and u.sha256 = v_upload.sha256 and u.state in ('clean', 'held')
            and u.purpose = 'content' and v_upload.purpose = 'content'
    ) then
        v_reason := 'The organization has this file already: use that upload.';
    elsif
        v_stored > v_upload.bytes
        and content.reserved_bytes(v_organization.id, p_at) - v_upload.bytes + v_stored > v_organization.max_bytes
    then
        v_reason := format(
            'The image takes %s bytes once it is written without its metadata, and the organization has fewer left.', v_stored
        );
    end if;
    if v_reason is not null then
        v_stored := null;
    end if;
    update content.uploads as u set
        state = case when v_reason is null then 'clean' else 'rejected' end,
        reason = v_reason,
        stored_bytes = v_stored,
        width = case when v_stored is not null then (p_found ->> 'width')::integer end,
        height = case when v_stored is not null then (p_found ->> 'height')::integer end,
        finished_at = p_at
    where u.id = p_id;
    insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
    values (
        case when v_reason is null then 'upload.clean' else 'upload.rejected' end,
        coalesce(v_upload.user_id, v_upload.owner_id), v_upload.organization_id,
        jsonb_build_object(
            'upload_id', p_id, 'organization', v_organization.slug, 'purpose', v_upload.purpose, 'file_name', v_upload.file_name
        ) || case when v_reason is null then '{}' else jsonb_build_object('reason', v_reason) end,
        p_at
    );
    insert into platform.audit_log (action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        case when v_reason is null then 'upload.clean' else 'upload.rejected' end, 'upload', p_id::text, v_upload.organization_id,
        jsonb_strip_nulls(jsonb_build_object('media_type', v_upload.media_type, 'reason', v_reason)), p_at
    );
    return query
    select
        case when v_reason is null then 'clean' else 'rejected' end, coalesce(v_upload.organization_id, v_upload.user_id),
        v_upload.file_name, v_upload.media_type;
end
$$;
alter function content.finish_upload(uuid, jsonb, timestamptz) owner to definer;
grant execute on function content.finish_upload(uuid, jsonb, timestamptz) to scheduler;
