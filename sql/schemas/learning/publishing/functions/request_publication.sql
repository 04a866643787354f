-- Stores what is to be published of an item that the caller holds, and returns it; what may be published is looked at by others. Refusal:
-- 409 publication-scheduled.
create or replace function learning.request_publication(p_item content.items, p_request jsonb, p_at timestamptz)
returns content.publications
language plpgsql volatile
set search_path = ''
as $$
declare
    v_publication content.publications;
begin
    if exists (select from content.publications as p where p.item_id = p_item.id and p.state = 'scheduled') then
        raise exception using
            errcode = 'PF409', constraint = 'publication-scheduled',
            message = 'A publication of this item is scheduled: wait for it, or cancel it.';
    end if;
    insert into content.publications as p (
        item_id, organization_id, revision, restored_from, state, label, changelog, breaking_reason, scheduled_at, requested_by,
        is_operators, created_at
    )
    select
        p_item.id, p_item.organization_id, r.revision, r.restored_from, 'scheduled', r.label, r.changelog, r.breaking_reason,
        r.scheduled_at, identity.current_user_id(), 'platform_admin' = any(identity.current_roles()), p_at
    from jsonb_to_record(p_request) as r (
        revision integer, restored_from integer, label text, changelog text, breaking_reason text, scheduled_at timestamptz
    )
    returning p.* into v_publication;
    return v_publication;
end
$$;
alter function learning.request_publication(content.items, jsonb, timestamptz) owner to definer;
