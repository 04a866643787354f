-- The organizations that the caller belongs to, with their roles there, by slug; the platform's administrator sees all of them.
-- p_slug asks for one. The members of "public" are not counted: they are everybody.
create or replace function identity.list_organizations(p_slug text, p_after text, p_limit integer)
returns table (
    slug text, name text, status text, roles text [], members bigint, max_members integer, max_items integer,
    max_bytes bigint, reviews_required smallint, shared_drafts boolean, leaderboards boolean, xp_scope text, email_domains text [],
    created_at timestamptz, closed_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_user_id uuid := identity.current_user_id();
    v_all boolean := 'platform_admin' = any(identity.current_roles());
begin
    return query
    select
        o.slug, o.name, o.status, coalesce(own.roles, '{}'),
        case
            when o.id <> identity.public_organization()
                then (select count(*) from identity.members as m where m.organization_id = o.id)
        end,
        o.max_members, o.max_items, o.max_bytes, o.reviews_required, o.shared_drafts, o.leaderboards, o.xp_scope, o.email_domains,
        o.created_at, o.closed_at
    from identity.organizations as o
    left join identity.members as own on own.organization_id = o.id and own.user_id = v_user_id and own.status = 'active'
    where
        (v_all or (o.status = 'active' and (own.user_id is not null or o.id = identity.public_organization())))
        and (p_slug is null or o.slug = p_slug) and o.slug > coalesce(p_after, '')
    order by o.slug
    limit p_limit;
end
$$;
alter function identity.list_organizations(text, text, integer) owner to definer;
grant execute on function identity.list_organizations(text, text, integer) to reader;
