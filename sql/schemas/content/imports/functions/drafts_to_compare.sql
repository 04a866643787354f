-- What an import is compared with: the drafts of its organization, and whether who asked may change each. Locked until the end of the
-- transaction if p_is_locking: the import first, as an erasure of who asked does, then the items, and the row under which they are counted.
create or replace function content.drafts_to_compare(p_import_id uuid, p_is_locking boolean)
returns table (kind text, slug text, state text, sha256 text, is_imported boolean, is_changeable boolean)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    if p_is_locking then
        perform from content.imports as m where m.id = p_import_id for update;
        perform from content.items as i
        where i.organization_id = (select m.organization_id from content.imports as m where m.id = p_import_id)
        order by i.id
        for update;
        perform from identity.organizations as o
        where o.id = (select m.organization_id from content.imports as m where m.id = p_import_id)
        for no key update;
    end if;
    return query
    select
        i.kind, i.slug, i.state, encode(r.content_hash, 'hex'), r.is_imported,
        m.may_change_all or coalesce(i.owner_id = m.requested_by, false)
    from content.imports as m
    inner join content.items as i on i.organization_id = m.organization_id
    inner join content.item_revisions as r
        on r.item_id = i.id and r.organization_id = i.organization_id and r.revision = i.revision
    where m.id = p_import_id;
end
$$;
alter function content.drafts_to_compare(uuid, boolean) owner to definer;
grant execute on function content.drafts_to_compare(uuid, boolean) to scheduler;
