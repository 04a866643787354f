-- Keeps the plan of an import, or why it failed. Returns whether it was awaited.
create or replace function content.finish_import(
    p_id uuid, p_state text, p_plan jsonb, p_plan_hash bytea, p_problem jsonb, p_at timestamptz default now()
) returns boolean
language sql volatile security definer
set search_path = ''
begin atomic
with finished as (
    update content.imports as i set
        state = p_state, plan = coalesce(p_plan, i.plan), plan_hash = coalesce(p_plan_hash, i.plan_hash), problem = p_problem,
        changed_at = p_at
    where i.id = p_id and i.state in ('planning', 'applying')
    returning 1
)
select count(*) > 0 from finished;
end;
alter function content.finish_import(uuid, text, jsonb, bytea, jsonb, timestamptz) owner to definer;
grant execute on function content.finish_import(uuid, text, jsonb, bytea, jsonb, timestamptz) to scheduler;
