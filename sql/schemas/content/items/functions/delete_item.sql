-- Deletes an item that was never published, with its history. Refusals: 403 forbidden, 403 not-the-owner; 404 not-found; 409
-- item-published, 409 publication-scheduled.
create or replace function content.delete_item(p_organization text, p_kind text, p_slug text, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.write');
    v_item content.items := content.item_to_change(v_organization_id, p_kind, p_slug);
begin
    if v_item.id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no %s %s.', p_kind, p_slug);
    elsif v_item.state <> 'draft' then
        raise exception using
            errcode = 'PF409', constraint = 'item-published', message = 'This was published: what learners did refers to it. Archive it instead.';
    elsif exists (select from content.publications as p where p.item_id = v_item.id and p.state = 'scheduled') then
        raise exception using
            errcode = 'PF409', constraint = 'publication-scheduled', message = 'A publication of this item is scheduled: cancel it first.';
    end if;
    delete from content.items as i where i.id = v_item.id;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), 'item.deleted', 'item', v_item.id::text, v_organization_id,
        jsonb_build_object('kind', p_kind, 'slug', p_slug, 'title', v_item.title), p_at
    );
end
$$;
alter function content.delete_item(text, text, text, timestamptz) owner to definer;
grant execute on function content.delete_item(text, text, text, timestamptz) to staff;
