-- For authors and reviewers: the publications of an item, newest first, from one on, or one of them. Refusal: 403 forbidden.
create or replace function content.list_publications(
    p_organization text, p_kind text, p_slug text, p_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer
) returns table (
    id uuid, state text, revision integer, restored_from integer, version integer, label text, changelog text, breaking_reason text,
    scheduled_at timestamptz, problem jsonb, requested_by text, created_at timestamptz, finished_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.read');
begin
    return query
    select
        p.id, p.state, p.revision, p.restored_from, p.version, coalesce(v.label, p.label), p.changelog, p.breaking_reason,
        p.scheduled_at, p.problem, u.username, p.created_at, p.finished_at
    from content.items as i
    inner join content.publications as p on p.item_id = i.id and p.organization_id = i.organization_id
    left join content.item_versions as v
        on v.item_id = p.item_id and v.organization_id = p.organization_id and v.version = p.version
    left join identity.users as u on u.id = p.requested_by
    where
        i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug
        and (p_id is null or p.id = p_id)
        and (p_before is null or (p.created_at, p.id) < (p_before, p_before_id))
    order by p.created_at desc, p.id desc
    limit p_limit;
end
$$;
alter function content.list_publications(text, text, text, uuid, timestamptz, uuid, integer) owner to definer;
grant execute on function content.list_publications(text, text, text, uuid, timestamptz, uuid, integer) to reader;
