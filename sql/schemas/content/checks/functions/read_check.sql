-- For authors and reviewers: the last check of a revision; no row if there is none. Refusal: 403 forbidden.
create or replace function content.read_check(p_organization text, p_kind text, p_slug text, p_revision integer)
returns table (
    revision integer, state text, progress real, grader_version integer, compared_with integer, report jsonb, is_compatible boolean,
    requested_by text, requested_at timestamptz, finished_at timestamptz
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
        c.revision, c.state, case when c.state = 'running' then coalesce(t.progress, 0) else 1 end::real, c.grader_version,
        c.compared_with, c.report, c.is_compatible, u.username, c.requested_at, c.finished_at
    from content.items as i
    inner join content.checks as c on c.item_id = i.id and c.organization_id = i.organization_id and c.revision = p_revision
    left join identity.users as u on u.id = c.requested_by
    left join platform.tasks as t
        on t.dedup_key = content.check_key(c.item_id, c.revision, c.requested_at) and t.state in ('queued', 'running')
    where i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug;
end
$$;
alter function content.read_check(text, text, text, integer) owner to definer;
grant execute on function content.read_check(text, text, text, integer) to reader;
