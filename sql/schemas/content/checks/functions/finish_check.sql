-- Keeps what a check found: once, while it runs. p_report, p_content and what follows of it come from the worker; a check that found
-- nothing against the revision keeps the content that will be published. Returns whether it was taken.
create or replace function content.finish_check(
    p_item_id uuid, p_revision integer, p_requested_at timestamptz, p_report jsonb, p_content jsonb, p_content_hash bytea,
    p_is_compatible boolean, p_at timestamptz default now()
) returns boolean
language sql volatile security definer
set search_path = ''
begin atomic
with finished as (
    update content.checks as c set
        state = case when p_content is null then 'failed' else 'passed' end, report = p_report, content = p_content,
        content_hash = p_content_hash, is_compatible = p_is_compatible, finished_at = p_at
    where
        c.item_id = p_item_id and c.revision = p_revision and c.state = 'running' and c.requested_at = p_requested_at
    returning 1
)
select count(*) > 0 from finished;
end;
alter function content.finish_check(uuid, integer, timestamptz, jsonb, jsonb, bytea, boolean, timestamptz) owner to definer;
grant execute on function content.finish_check(uuid, integer, timestamptz, jsonb, jsonb, bytea, boolean, timestamptz) to scheduler;
