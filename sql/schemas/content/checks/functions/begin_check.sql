-- Begins a check of a revision of an item, unless one by this grader runs or found it good beside the version that is live now. Queues the
-- task that does it; no row where nothing is to be done.
create or replace function content.begin_check(
    p_item content.items, p_revision integer, p_grader_version integer, p_requested_by uuid, p_at timestamptz
) returns table (id uuid, nonce uuid)
language plpgsql volatile
set search_path = ''
as $$
begin
    insert into content.checks as c
    (item_id, organization_id, revision, state, grader_version, compared_with, requested_by, requested_at)
    values (
        p_item.id, p_item.organization_id, p_revision, 'running', p_grader_version, p_item.live_version, p_requested_by, p_at
    )
    on conflict (item_id, organization_id, revision) do update set
        state = 'running', grader_version = excluded.grader_version, compared_with = excluded.compared_with, report = null,
        content = null, content_hash = null, is_compatible = null, requested_by = excluded.requested_by,
        requested_at = excluded.requested_at, finished_at = null
    where
        c.state = 'failed' or c.grader_version <> excluded.grader_version
        or c.compared_with is distinct from excluded.compared_with;
    if found then
        return query
        select t.id, t.nonce
        from platform.enqueue_internal_task(
            'check_item', jsonb_build_object('item_id', p_item.id, 'revision', p_revision),
            content.check_key(p_item.id, p_revision, p_at), p_item.organization_id, p_at
        ) as t;
    end if;
end
$$;
alter function content.begin_check(content.items, integer, integer, uuid, timestamptz) owner to definer;
