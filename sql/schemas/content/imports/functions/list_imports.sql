-- For who may load content: an organization's imports, the newest first, from one on; p_id asks for one. Refusal: 403 forbidden.
create or replace function content.list_imports(
    p_organization text, p_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer, p_at timestamptz default now()
) returns table (
    id uuid, upload_id uuid, file_name text, state text, progress double precision, is_overwriting boolean, plan jsonb, problem jsonb,
    requested_by text, requested_at timestamptz, changed_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.import');
begin
    return query
    select
        i.id, i.upload_id, i.file_name, case when lost.it_is then 'failed' else i.state end,
        case when i.state in ('planning', 'applying') then coalesce(t.progress, 0) else 1 end, i.is_overwriting, i.plan,
        case
            when lost.it_is then jsonb_build_object('kind', 'not-completed', 'detail', 'The import was not completed: ask for it again.')
            else i.problem
        end,
        u.username, i.requested_at, i.changed_at
    from content.imports as i
    left join identity.users as u on u.id = i.requested_by
    left join platform.tasks as t on t.dedup_key = content.import_key(i.id, i.state) and t.state in ('queued', 'running')
    cross join lateral (
        select i.state in ('planning', 'applying') and content.is_lost(content.import_key(i.id, i.state), i.changed_at, p_at) as it_is
    ) as lost
    where
        i.organization_id = v_organization_id
        and (p_id is null or i.id = p_id)
        and (p_before is null or (i.requested_at, i.id) < (p_before, p_before_id))
    order by i.requested_at desc, i.id desc
    limit p_limit;
end
$$;
alter function content.list_imports(text, uuid, timestamptz, uuid, integer, timestamptz) owner to definer;
grant execute on function content.list_imports(text, uuid, timestamptz, uuid, integer, timestamptz) to reader;
