-- The images of a page that the caller may read.
create or replace function curriculum.page_images(p_ref text) returns table (id uuid, organization_id uuid, width integer, height integer)
language sql stable security definer
set search_path = ''
begin atomic
select u.id, u.organization_id, u.width, u.height
from curriculum.pages as p
inner join content.upload_references as r on r.item_id = p.id and r.organization_id = p.organization_id
inner join content.uploads as u on u.id = r.upload_id and u.state = 'clean'
where
    p.ref = p_ref and p.is_active and p.organization_id = any(array(select identity.organization_ids()))
    and strpos(p.body, 'upload:' || u.id) > 0
order by u.id;
end;
alter function curriculum.page_images(text) owner to definer;
grant execute on function curriculum.page_images(text) to reader;
