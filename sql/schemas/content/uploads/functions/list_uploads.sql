-- For who may manage media: an organization's uploads but the deleted ones, the newest first, from one on, narrowed by what is not null;
-- p_id asks for one. Refusal: 403 forbidden.
create or replace function content.list_uploads(
    p_organization text, p_id uuid, p_state text, p_purpose text, p_before timestamptz, p_before_id uuid, p_limit integer
) returns table (
    id uuid, organization_id uuid, purpose text, file_name text, media_type text, bytes bigint, sha256 text,
    stored_bytes bigint, width integer, height integer, state text, reason text, uploaded_by text, created_at timestamptz,
    expires_at timestamptz, finished_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'media.manage');
begin
    return query
    select
        u.id, u.organization_id, u.purpose, u.file_name, u.media_type, u.bytes, encode(u.sha256, 'hex'), u.stored_bytes,
        u.width, u.height, u.state, u.reason, o.username, u.created_at, u.expires_at, u.finished_at
    from content.uploads as u
    left join identity.users as o on o.id = u.owner_id
    where
        u.organization_id = v_organization_id and u.state <> 'deleted'
        and (p_id is null or u.id = p_id)
        and (p_state is null or u.state = p_state)
        and (p_purpose is null or u.purpose = p_purpose)
        and (p_before is null or (u.created_at, u.id) < (p_before, p_before_id))
    order by u.created_at desc, u.id desc
    limit p_limit;
end
$$;
alter function content.list_uploads(text, uuid, text, text, timestamptz, uuid, integer) owner to definer;
grant execute on function content.list_uploads(text, uuid, text, text, timestamptz, uuid, integer) to reader;
