-- A statement that names a learner without roles and address, signed by the newest key that never leaves the database: for tasks, which
-- are done as whoever asked for them. It expires with the longest task.
create or replace function identity.sign_caller(p_user_id uuid) returns text
language sql stable security definer
set search_path = ''
begin atomic
select s.proof || '.' || encode(sha256(k.outer_block || sha256(k.inner_block || convert_to(s.proof || s.named, 'UTF8'))), 'hex') || s.named
from identity.proof_keys as k
cross join lateral (
    select
        k.kid || '.' || (extract(epoch from now() + interval '1 hour'))::bigint as proof,
        E'\n' || p_user_id || E'\n\n' as named
) as s
where k.kid like 'database%' and k.accepted_until is null
order by k.created_at desc
limit 1;
end;
alter function identity.sign_caller(uuid) owner to definer;
