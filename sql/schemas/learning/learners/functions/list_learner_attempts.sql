-- For administrators: a learner's attempts at all levels, the newest first, from a place on. Refusals: 403 forbidden, 404 not-found.
create or replace function learning.list_learner_attempts(
    p_user_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer
) returns table (
    id uuid, challenge text, level smallint, attempt_number integer, score numeric, passed boolean, xp_earned integer,
    hints_used integer, time_spent_minutes integer, created_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
begin
    perform identity.require(null, 'analytics.individual');
    perform identity.require_user(p_user_id);

    return query
    select
        a.id, c.ref, a.level_number, a.attempt_number, a.score, a.passed, a.xp_earned, a.hints_used, a.time_spent_minutes,
        a.created_at
    from progress.level_attempts as a inner join curriculum.challenges as c on c.id = a.challenge_id
    where a.user_id = p_user_id and (p_before is null or (a.created_at, a.id) < (p_before, p_before_id))
    order by a.created_at desc, a.id desc
    limit p_limit;
end
$$;
alter function learning.list_learner_attempts(uuid, timestamptz, uuid, integer) owner to definer;
grant execute on function learning.list_learner_attempts(uuid, timestamptz, uuid, integer) to reader;
