-- The reference designs of the last versions of a challenge, the live one first.
create or replace function learning.reference_designs(p_challenge_id uuid, p_limit integer) returns table (version integer, design jsonb)
language sql stable security definer
set search_path = ''
begin atomic
select v.version, v.content -> 'reference_design'
from content.challenge_versions as v
where v.challenge_id = p_challenge_id and v.content ? 'reference_design'
order by v.is_active desc, v.version desc
limit p_limit;
end;
alter function learning.reference_designs(uuid, integer) owner to definer;
grant execute on function learning.reference_designs(uuid, integer) to scheduler;
