-- Notes that a publication is live, as the row says from which its version was made: its state, the event, and the audit log.
create or replace function learning.note_live(p_publication content.publications, p_row jsonb, p_at timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
    v_item content.items;
    v_event jsonb;
begin
    select i.* into strict v_item from content.items as i where i.id = p_publication.item_id;
    update content.publications as p set state = 'superseded' where p.item_id = v_item.id and p.state = 'live';
    update content.publications as p set state = 'live', version = v_item.live_version, finished_at = p_at where p.id = p_publication.id;
    v_event := jsonb_build_object(
        'organization', (select o.slug from identity.organizations as o where o.id = v_item.organization_id),
        'kind', v_item.kind, 'slug', v_item.slug, 'title', p_row -> 'document' ->> 'title', 'version', v_item.live_version,
        'label', p_row ->> 'label', 'restored_from', p_publication.restored_from
    );
    insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
    values ('item.published', v_item.owner_id, v_item.organization_id, v_event, p_at);
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (p_publication.requested_by, 'item.published', 'item', v_item.id::text, v_item.organization_id, v_event, p_at);
end
$$;
alter function learning.note_live(content.publications, jsonb, timestamptz) owner to definer;
