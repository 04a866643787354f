-- Locks an item whose publication may change, after its organization's catalogue as a load does, and returns it. Refusals: 404 not-found;
-- 409 managed-by-files.
create or replace function learning.item_to_publish(p_organization_id uuid, p_kind text, p_slug text) returns content.items
language plpgsql volatile
set search_path = ''
as $$
declare
    v_item content.items;
begin
    if p_organization_id = identity.public_organization() then
        raise exception using
            errcode = 'PF409', constraint = 'managed-by-files',
            message = 'What is public comes from the content files: change it there, and deploy.';
    end if;
    perform curriculum.lock_catalogue(p_organization_id);
    select i.* into v_item from content.items as i
    where i.organization_id = p_organization_id and i.kind = p_kind and i.slug = p_slug
    for no key update;
    if v_item.id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no %s %s.', p_kind, p_slug);
    end if;
    return v_item;
end
$$;
alter function learning.item_to_publish(uuid, text, text) owner to definer;
