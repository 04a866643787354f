-- Makes an item whose first revision follows, owned by the caller. The organization's row is the lock under which items are counted.
-- Refusals: 409 item-exists, where another transaction made it meanwhile; 409 items-full.
create or replace function content.make_item(
    p_organization_id uuid, p_kind text, p_slug text, p_title text, p_at timestamptz
) returns content.items
language plpgsql volatile
set search_path = ''
as $$
declare
    v_organization identity.organizations;
    v_item content.items;
begin
    select o.* into strict v_organization from identity.organizations as o where o.id = p_organization_id for no key update;
    if exists (
        select from content.items as i where i.organization_id = p_organization_id and i.kind = p_kind and i.slug = p_slug
    ) then
        raise exception using
            errcode = 'PF409', constraint = 'item-exists',
            message = 'Somebody else made this item at the same moment: look at their draft before you save over it.';
    elsif (select count(*) from content.items as i where i.organization_id = p_organization_id) >= v_organization.max_items then
        raise exception using
            errcode = 'PF409', constraint = 'items-full',
            message = format(
                'The organization has %s items, which is its limit: delete drafts, or ask the platform''s administrator for more.',
                v_organization.max_items
            );
    end if;
    insert into content.items (organization_id, kind, slug, title, owner_id, revision, created_at, updated_at)
    values (p_organization_id, p_kind, p_slug, p_title, identity.current_user_id(), 1, p_at, p_at)
    returning * into v_item;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), 'item.made', 'item', v_item.id::text, p_organization_id,
        jsonb_build_object('kind', p_kind, 'slug', p_slug), p_at
    );
    return v_item;
end
$$;
alter function content.make_item(uuid, text, text, text, timestamptz) owner to definer;
