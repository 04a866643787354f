-- For authors and reviewers: what reviewers said of an item's revisions, the newest first, at most 100; p_revision asks for those of one.
-- Refusal: 403 forbidden.
create or replace function content.list_reviews(p_organization text, p_kind text, p_slug text, p_revision integer)
returns table (revision integer, reviewer text, is_own boolean, verdict text, comments jsonb, created_at timestamptz)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.read');
    v_user_id uuid := identity.current_user_id();
begin
    return query
    select w.revision, u.username, w.reviewer_id is not distinct from v_user_id, w.verdict, w.comments, w.created_at
    from content.items as i
    inner join content.reviews as w on w.item_id = i.id and w.organization_id = i.organization_id
    left join identity.users as u on u.id = w.reviewer_id
    where
        i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug
        and (p_revision is null or w.revision = p_revision)
    order by w.created_at desc, w.reviewer_key
    limit 100;
end
$$;
alter function content.list_reviews(text, text, text, integer) owner to definer;
grant execute on function content.list_reviews(text, text, text, integer) to reader;
