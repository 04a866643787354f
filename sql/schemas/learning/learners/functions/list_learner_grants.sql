-- For administrators: the challenges that grants opened for a learner, the newest grant first. Refusals: 403 forbidden,
-- 404 not-found.
create or replace function learning.list_learner_grants(p_user_id uuid)
returns table (challenge text, title text, reason text, granted_by uuid, created_at timestamptz)
language plpgsql stable security definer
set search_path = ''
as $$
begin
    perform identity.require(null, 'analytics.individual');
    perform identity.require_user(p_user_id);

    return query
    select c.ref, c.title, g.reason, g.granted_by, g.created_at
    from progress.unlock_grants as g inner join curriculum.challenges as c on c.id = g.challenge_id
    where g.user_id = p_user_id
    order by g.created_at desc, c.ref;
end
$$;
alter function learning.list_learner_grants(uuid) owner to definer;
grant execute on function learning.list_learner_grants(uuid) to reader;
