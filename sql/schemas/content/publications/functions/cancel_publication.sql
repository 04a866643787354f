-- Cancels a publication that is scheduled. Refusals: 403 forbidden; 404 not-found; 409 publication-finished.
create or replace function content.cancel_publication(
    p_organization text, p_kind text, p_slug text, p_id uuid, p_at timestamptz default now()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.publish');
    v_item content.items;
    v_state text;
begin
    -- the lock of whoever publishes the item
    select i.* into v_item from content.items as i
    where i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug
    for no key update;
    select p.state into v_state from content.publications as p where p.item_id = v_item.id and p.id = p_id;
    if v_state is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no publication %s.', p_id);
    elsif v_state <> 'scheduled' then
        raise exception using
            errcode = 'PF409', constraint = 'publication-finished',
            message = format('This publication is %s: only one that is scheduled can be cancelled.', v_state);
    end if;
    update content.publications as p set state = 'cancelled', finished_at = p_at where p.id = p_id;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), 'publication.cancelled', 'item', v_item.id::text, v_organization_id,
        jsonb_build_object('kind', p_kind, 'slug', p_slug, 'publication', p_id), p_at
    );
end
$$;
alter function content.cancel_publication(text, text, text, uuid, timestamptz) owner to definer;
grant execute on function content.cancel_publication(text, text, text, uuid, timestamptz) to staff;
