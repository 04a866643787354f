-- What the worker of a check reads: the document, and what attempts are graded by now. No row if no such check runs.
create or replace function learning.read_check_input(p_item_id uuid, p_revision integer)
returns table (
    organization_id uuid, kind text, slug text, document jsonb, requested_at timestamptz, grader_version integer, xp_scope text,
    is_public boolean, live_content jsonb
)
language sql stable security definer
set search_path = ''
begin atomic
select
    i.organization_id, i.kind, i.slug, r.document, c.requested_at, c.grader_version, o.xp_scope, o.id = identity.public_organization(),
    graded.content
from content.checks as c
inner join content.items as i on i.id = c.item_id and i.organization_id = c.organization_id
inner join identity.organizations as o on o.id = i.organization_id
inner join content.item_revisions as r
    on r.item_id = c.item_id and r.organization_id = c.organization_id and r.revision = c.revision
left join content.challenge_versions as graded on graded.challenge_id = i.id and graded.is_active
where c.item_id = p_item_id and c.revision = p_revision and c.state = 'running';
end;
alter function learning.read_check_input(uuid, integer) owner to definer;
grant execute on function learning.read_check_input(uuid, integer) to scheduler;
