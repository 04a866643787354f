-- The solutions on which new levels of a challenge are tried: for each level that will be graded in another way, up to p_limit of its
-- best passing submissions, one a learner, that were graded as the live version grades.
create or replace function learning.solutions_to_try(p_challenge_id uuid, p_levels jsonb, p_limit integer)
returns table (level smallint, design jsonb)
language sql stable security definer
set search_path = ''
begin atomic
with live as (
    select v.challenge_id, v.graded_hashes from content.challenge_versions as v where v.challenge_id = p_challenge_id and v.is_active
),
changed as (
    select live.challenge_id, hashed.level::smallint as level, live.graded_hashes ->> hashed.level as hash
    from live cross join lateral jsonb_each_text(content.graded_hashes(p_levels)) as hashed (level, hash)
    where live.graded_hashes ->> hashed.level <> hashed.hash
)
select c.level, a.design_snapshot
from changed as c
cross join lateral (
    select own.id, own.created_at
    from (
        select distinct on (p.user_id) p.id, p.score, p.created_at
        from progress.level_attempts as p
        inner join content.challenge_versions as v on v.id = p.challenge_version_id
        where
            p.challenge_id = c.challenge_id and p.level_number = c.level and p.passed
            and v.graded_hashes ->> c.level::text = c.hash
        order by p.user_id asc, p.score desc, p.created_at desc
    ) as own
    order by own.score desc, own.created_at desc
    limit p_limit
) as best
inner join progress.level_attempts as a on a.id = best.id and a.created_at = best.created_at;
end;
alter function learning.solutions_to_try(uuid, jsonb, integer) owner to definer;
grant execute on function learning.solutions_to_try(uuid, jsonb, integer) to scheduler;
