-- For authors and reviewers: an export of an organization; no row if there is none, or its zip was deleted after a week. Refusal: 403
-- forbidden.
create or replace function content.read_export(p_organization text, p_id uuid, p_at timestamptz default now())
returns table (
    id uuid, organization_id uuid, track text, state text, progress double precision, items integer, bytes bigint, requested_by text,
    requested_at timestamptz, finished_at timestamptz
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
        e.id, e.organization_id, e.track,
        case
            when e.state = 'running' and content.is_lost(content.export_key(e.id), e.requested_at, p_at) then 'failed'
            else e.state
        end,
        case when e.state = 'running' then coalesce(t.progress, 0) else 1 end, e.items, e.bytes, u.username, e.requested_at, e.finished_at
    from content.exports as e
    left join identity.users as u on u.id = e.requested_by
    left join platform.tasks as t on t.dedup_key = content.export_key(e.id) and t.state in ('queued', 'running')
    where e.id = p_id and e.organization_id = v_organization_id and e.requested_at > p_at - interval '7 days';
end
$$;
alter function content.read_export(text, uuid, timestamptz) owner to definer;
grant execute on function content.read_export(text, uuid, timestamptz) to reader;
