-- Queues a task of the platform itself, which is not done for a user; nothing happens while the same one is open. For functions of definer
-- alone: who calls them was allowed what they do. The minute job dispatches it, unless the caller does after the commit.
create or replace function platform.enqueue_internal_task(
    p_kind text, p_payload jsonb, p_dedup_key text, p_organization_id uuid, p_at timestamptz
) returns table (id uuid, nonce uuid)
language plpgsql volatile
set search_path = ''
as $$
begin
    return query
    insert into platform.tasks as t (kind, organization_id, payload, dedup_key, max_tries, run_after, due_at, nonce, created_at)
    values (p_kind, p_organization_id, p_payload, p_dedup_key, 3, p_at + interval '1 minute', p_at, gen_random_uuid(), p_at)
    on conflict (dedup_key) where state in ('queued', 'running') do nothing
    returning t.id, t.nonce;
end
$$;
alter function platform.enqueue_internal_task(text, jsonb, text, uuid, timestamptz) owner to definer;
