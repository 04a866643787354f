-- An upload that a page shows which the caller may read, as a case keeps it: no row for any other. At most 20 of its pages are named.
create or replace function social.shown_upload(p_id uuid)
returns table (organization_id uuid, author_id uuid, is_held boolean, copy jsonb)
language sql stable
set search_path = ''
begin atomic
select
    u.organization_id, u.owner_id, u.state = 'held',
    jsonb_build_object(
        'file_name', u.file_name, 'media_type', u.media_type, 'bytes', u.stored_bytes, 'shown_in', jsonb_agg(shown.page order by shown.ref)
    )
from content.uploads as u
cross join lateral (
    select p.ref, jsonb_build_object('kind', 'page', 'slug', p.ref, 'title', p.title) as page
    from content.upload_references as r
    inner join curriculum.pages as p on p.id = r.item_id and p.organization_id = r.organization_id
    where
        r.upload_id = u.id and p.is_active and p.organization_id = any(array(select identity.organization_ids()))
        and strpos(p.body, 'upload:' || u.id) > 0
    order by p.ref
    limit 20
) as shown
where u.id = p_id and u.state in ('clean', 'held')
group by u.id;
end;
alter function social.shown_upload(uuid) owner to definer;
