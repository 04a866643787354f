-- Publishes what a publication asks for, in one piece: the version, the catalogue, the event, and the task that opens it for members, of
-- which the dispatch is returned; a page opens nothing. The caller holds the item by learning.item_to_publish. Refusals: those of
-- learning.version_to_publish; 409 misplaced.
create or replace function learning.go_live(
    p_item content.items, p_publication content.publications, p_grader_version integer, p_at timestamptz
) returns table (task_id uuid, nonce uuid)
language plpgsql volatile
set search_path = ''
as $$
declare
    v_row jsonb := learning.version_to_publish(p_item, p_publication, p_grader_version);
    v_problem record;
    v_version integer;
    v_event jsonb;
begin
    select m.place, m.message into v_problem
    from curriculum.misplaced(p_item.organization_id, p_item.kind, coalesce(nullif(v_row -> 'content', 'null'), v_row -> 'document')) as m
    limit 1;
    if found then
        raise exception using
            errcode = 'PF409', constraint = 'misplaced', message = format('%s: %s', v_problem.place, v_problem.message);
    end if;
    perform curriculum.publish_items(p_item.organization_id, jsonb_build_array(v_row), p_at);
    select i.live_version into strict v_version from content.items as i where i.id = p_item.id;
    update content.publications as p set state = 'superseded' where p.item_id = p_item.id and p.state = 'live';
    update content.publications as p set state = 'live', version = v_version, finished_at = p_at where p.id = p_publication.id;
    v_event := jsonb_build_object(
        'organization', (select o.slug from identity.organizations as o where o.id = p_item.organization_id),
        'kind', p_item.kind, 'slug', p_item.slug, 'title', v_row -> 'document' ->> 'title', 'version', v_version,
        'label', v_row ->> 'label', 'restored_from', p_publication.restored_from
    );
    insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
    values ('item.published', p_item.owner_id, p_item.organization_id, v_event, p_at);
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (p_publication.requested_by, 'item.published', 'item', p_item.id::text, p_item.organization_id, v_event, p_at);
    return query
    select f.task_id, f.nonce from learning.follow_publication(p_item.organization_id, p_at) as f where p_item.kind <> 'page';
end
$$;
alter function learning.go_live(content.items, content.publications, integer, timestamptz) owner to definer;
