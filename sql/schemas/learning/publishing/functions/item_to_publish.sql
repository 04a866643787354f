-- Locks an item that may be published and returns it. Refusals: 404 not-found; 409 item-archived, 409 managed-by-files.
create or replace function learning.item_to_publish(p_organization_id uuid, p_kind text, p_slug text) returns content.items
language plpgsql volatile
set search_path = ''
as $$
declare
    v_item content.items;
begin
    select i.* into v_item from content.items as i
    where i.organization_id = p_organization_id and i.kind = p_kind and i.slug = p_slug
    for no key update;
    if v_item.id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no %s %s.', p_kind, p_slug);
    elsif p_organization_id = identity.public_organization() and v_item.owner_id is null then
        raise exception using
            errcode = 'PF409', constraint = 'managed-by-files',
            message = 'This item comes from the content files: change it there, and deploy.';
    elsif v_item.state = 'archived' then
        raise exception using
            errcode = 'PF409', constraint = 'item-archived', message = 'This item is archived: bring it back first.';
    end if;
    return v_item;
end
$$;
alter function learning.item_to_publish(uuid, text, text) owner to definer;
