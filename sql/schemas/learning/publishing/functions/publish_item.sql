-- Publishes a revision of an item that passed its check and its reviews, or an older version again, at once or at p_scheduled_at. Returns
-- the publication, and the dispatch of what follows it. Refusals: 403 forbidden; 404 not-found; 409 publication-scheduled, those of
-- learning.require_publishable and learning.go_live; 422 label-too-low.
create or replace function learning.publish_item(
    p_organization text, p_kind text, p_slug text, p_request jsonb, p_grader_version integer, p_at timestamptz default now()
) returns table (publication_id uuid, task_id uuid, nonce uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.publish');
    v_item content.items := learning.item_to_publish(v_organization_id, p_kind, p_slug);
    v_publication content.publications := learning.request_publication(v_item, p_request, p_at);
    v_row jsonb := learning.version_to_publish(v_item, v_publication, p_grader_version);
begin
    if v_publication.scheduled_at > p_at then
        insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
        values (
            identity.current_user_id(), 'publication.scheduled', 'item', v_item.id::text, v_organization_id,
            jsonb_build_object('kind', p_kind, 'slug', p_slug, 'publication', v_publication.id, 'at', v_publication.scheduled_at), p_at
        );
    else
        select live.task_id, live.nonce into task_id, nonce
        from learning.go_live(array[v_publication], jsonb_build_array(v_row), p_at) as live;
    end if;
    publication_id := v_publication.id;
    return next;
end
$$;
alter function learning.publish_item(text, text, text, jsonb, integer, timestamptz) owner to definer;
grant execute on function learning.publish_item(text, text, text, jsonb, integer, timestamptz) to staff;
