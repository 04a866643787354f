-- Locks an item of which the caller may change the draft and returns it; null where there is none. Refusal: 403 not-the-owner, to who
-- neither owns it nor may archive content, unless the organization shares its drafts.
create or replace function content.item_to_change(p_organization_id uuid, p_kind text, p_slug text) returns content.items
language plpgsql volatile
set search_path = ''
as $$
declare
    v_item content.items;
begin
    select i.* into v_item from content.items as i
    where i.organization_id = p_organization_id and i.kind = p_kind and i.slug = p_slug
    for update;
    if v_item.id is not null and v_item.owner_id is distinct from identity.current_user_id()
        and not content.may_change_all(p_organization_id)
    then
        raise exception using
            errcode = 'PF403', constraint = 'not-the-owner',
            message = 'Another author owns this draft: ask them, or an administrator of the organization.';
    end if;
    return v_item;
end
$$;
alter function content.item_to_change(uuid, text, text) owner to definer;
