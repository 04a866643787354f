-- Asks for a check of a revision, of the last one if none is named. Returns the revision, and the dispatch of its task where there is one.
-- Refusals: 403 forbidden; 404 not-found.
create or replace function content.request_check(
    p_organization text, p_kind text, p_slug text, p_revision integer, p_grader_version integer, p_at timestamptz default now()
) returns table (revision integer, task_id uuid, nonce uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.read');
    v_item content.items;
begin
    select i.* into v_item from content.items as i
    where i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug
    for no key update;
    if not exists (
        select from content.item_revisions as r
        where
            r.item_id = v_item.id and r.organization_id = v_organization_id and r.revision = coalesce(p_revision, v_item.revision)
    ) then
        raise exception using
            errcode = 'PF404', constraint = 'not-found',
            message = case
                when v_item.id is null then format('There is no %s %s.', p_kind, p_slug)
                else format('There is no revision %s of the %s %s.', p_revision, p_kind, p_slug)
            end;
    end if;
    return query
    select coalesce(p_revision, v_item.revision), begun.id, begun.nonce
    from (values (true)) as always (is_one)
    left join content.begin_check(
        v_item, coalesce(p_revision, v_item.revision), p_grader_version, identity.current_user_id(), p_at
    ) as begun on true;
end
$$;
alter function content.request_check(text, text, text, integer, integer, timestamptz) owner to definer;
grant execute on function content.request_check(text, text, text, integer, integer, timestamptz) to staff;
