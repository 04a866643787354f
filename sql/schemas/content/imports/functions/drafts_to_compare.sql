-- What an import is compared with: the drafts of an organization, and whether who asked may change each. Locked until the end of the
-- transaction if p_is_locking, with the row under which items are counted, as whoever saves a draft locks them.
create or replace function content.drafts_to_compare(
    p_organization_id uuid, p_user_id uuid, p_may_change_all boolean, p_is_locking boolean
) returns table (kind text, slug text, state text, sha256 text, is_imported boolean, is_changeable boolean)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    if p_is_locking then
        perform from content.items as i where i.organization_id = p_organization_id order by i.id for update;
        perform from identity.organizations as o where o.id = p_organization_id for no key update;
    end if;
    return query
    select
        i.kind, i.slug, i.state, encode(r.content_hash, 'hex'), r.is_imported,
        p_may_change_all or coalesce(i.owner_id = p_user_id, false)
    from content.items as i
    inner join content.item_revisions as r
        on r.item_id = i.id and r.organization_id = i.organization_id and r.revision = i.revision
    where i.organization_id = p_organization_id;
end
$$;
alter function content.drafts_to_compare(uuid, uuid, boolean, boolean) owner to definer;
grant execute on function content.drafts_to_compare(uuid, uuid, boolean, boolean) to scheduler;
