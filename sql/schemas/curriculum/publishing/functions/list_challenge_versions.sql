-- For learners: the versions of a challenge that they may see, newest first, from one on; no row if there is none such.
create or replace function curriculum.list_challenge_versions(p_ref text, p_before integer, p_limit integer)
returns table (version integer, label text, changelog text, is_compatible boolean, published_at timestamptz)
language sql stable security definer
set search_path = ''
begin atomic
select v.version, v.label, v.changelog, v.is_compatible, v.published_at
from curriculum.live_challenges as c
inner join content.item_versions as v on v.item_id = c.id and v.organization_id = c.organization_id
where
    c.ref = p_ref and c.organization_id = any(array(select identity.organization_ids()))
    and (p_before is null or v.version < p_before)
order by v.version desc
limit p_limit;
end;
alter function curriculum.list_challenge_versions(text, integer, integer) owner to definer;
grant execute on function curriculum.list_challenge_versions(text, integer, integer) to reader;
