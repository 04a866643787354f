-- Makes parts of a running task's work tasks of their own, which belong to whoever the task does, and lets it wait for them. Returns
-- the children in order, with what their dispatches need; no row if it is not this dispatch that runs.
create or replace function platform.split_task(
    p_id uuid, p_nonce uuid, p_kind text, p_payloads jsonb, p_at timestamptz default now()
) returns table (id uuid, nonce uuid, kind text, user_id uuid, organization_id uuid)
language sql volatile security definer
set search_path = ''
begin atomic
with parent as (
    update platform.tasks as t set
        state = 'queued', tries = 0, lease_until = null, nonce = gen_random_uuid(), run_after = 'infinity',
        due_at = 'infinity'
    where
        t.id = p_id and t.nonce = p_nonce and t.state = 'running' and t.parent_id is null
    returning t.id, t.user_id, t.organization_id, t.max_tries, t.expires_at
)
insert into platform.tasks as c
(kind, parent_id, user_id, organization_id, payload, max_tries, run_after, due_at, expires_at, nonce, created_at)
select
    p_kind, p.id, p.user_id, p.organization_id, part.payload, p.max_tries, p_at + interval '1 minute', p_at as due_at, p.expires_at,
    gen_random_uuid() as nonce, p_at as created_at
from parent as p
cross join jsonb_array_elements(p_payloads) with ordinality as part (payload, place)
order by part.place
returning c.id, c.nonce, c.kind, c.user_id, c.organization_id;
end;
alter function platform.split_task(uuid, uuid, text, jsonb, timestamptz) owner to definer;
grant execute on function platform.split_task(uuid, uuid, text, jsonb, timestamptz) to scheduler;
