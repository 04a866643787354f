-- Saves the draft of an item, as its next revision unless it is equal to the last one, and makes the item if there is none. Refusals:
-- 403 forbidden, 403 not-the-owner; 409 item-exists, 409 items-full, 409 item-archived. Returns the number of the revision.
create or replace function content.save_draft(
    p_organization text, p_kind text, p_slug text, p_title text, p_document jsonb, p_content_hash bytea, p_at timestamptz default now()
) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.write');
    v_item content.items;
begin
    v_item := content.item_to_change(v_organization_id, p_kind, p_slug);
    if v_item.id is null then
        v_item := content.make_item(v_organization_id, p_kind, p_slug, p_title, p_at);
    elsif v_item.state = 'archived' then
        raise exception using
            errcode = 'PF409', constraint = 'item-archived', message = 'This item is archived: bring it back before you change it.';
    elsif p_content_hash = (
        select r.content_hash from content.item_revisions as r
        where r.item_id = v_item.id and r.organization_id = v_organization_id and r.revision = v_item.revision
    ) then
        return v_item.revision;
    else
        v_item.revision := v_item.revision + 1;
        update content.items as i set revision = v_item.revision, title = p_title, updated_at = p_at where i.id = v_item.id;
    end if;
    insert into content.item_revisions (item_id, organization_id, revision, document, bytes, content_hash, created_by, created_at)
    values (v_item.id, v_organization_id, v_item.revision, p_document, octet_length(p_document::text), p_content_hash, identity.current_user_id(), p_at);
    perform content.prune_revisions(v_item.id, v_item.revision, p_at);
    return v_item.revision;
end
$$;
alter function content.save_draft(text, text, text, text, jsonb, bytea, timestamptz) owner to definer;
grant execute on function content.save_draft(text, text, text, text, jsonb, bytea, timestamptz) to staff;
