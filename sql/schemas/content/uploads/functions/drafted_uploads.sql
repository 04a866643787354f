-- The uploads that the draft of a page mentions, or a revision that is scheduled: of one organization, or of all for null.
create or replace function content.drafted_uploads(p_organization_id uuid) returns table (organization_id uuid, upload_id uuid)
language sql stable
set search_path = ''
begin atomic
select distinct r.organization_id, mentioned.ids[1]::uuid as upload_id
from content.items as i
inner join content.item_revisions as r on r.item_id = i.id and r.organization_id = i.organization_id
cross join
    lateral regexp_matches(r.document ->> 'body', 'upload:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})', 'g') as mentioned (ids)
where
    i.kind = 'page'
    and (p_organization_id is null or i.organization_id = p_organization_id)
    and (
        r.revision = i.revision
        or exists (
            select from content.publications as p where p.item_id = r.item_id and p.revision = r.revision and p.state = 'scheduled'
        )
    );
end;
alter function content.drafted_uploads(uuid) owner to definer;
