-- Notes that a version of an item shows uploads, whose ids are in p_uploads, and keeps them from being deleted meanwhile. Refusal: 409
-- misplaced.
create or replace function content.refer_to_uploads(p_item_id uuid, p_organization_id uuid, p_uploads jsonb) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
    v_ids uuid [] := array(select upload.id::uuid from jsonb_array_elements_text(p_uploads) as upload (id));
begin
    perform from content.uploads as u where u.id = any(v_ids) order by u.id for share;
    insert into content.upload_references (upload_id, item_id, organization_id)
    select u.id, p_item_id, p_organization_id
    from content.uploads as u
    where u.id = any(v_ids) and u.organization_id = p_organization_id and u.state = 'clean'
    on conflict do nothing;
    if exists (
        select from unnest(v_ids) as wanted (id)
        where not exists (select from content.upload_references as r where r.upload_id = wanted.id and r.item_id = p_item_id)
    ) then
        raise exception using
            errcode = 'PF409', constraint = 'misplaced', message = 'An image was deleted meanwhile: upload it again, or take it out.';
    end if;
end
$$;
alter function content.refer_to_uploads(uuid, uuid, jsonb) owner to definer;
