-- For administrators: each challenge that is open to a learner or that they tried, in the tracks' order. Refusals: 403 forbidden,
-- 404 not-found.
create or replace function learning.show_learner_challenges(p_user_id uuid)
returns table (
    slug text, title text, status text, unlocked boolean, current_level smallint, levels_completed integer [],
    total_attempts integer, best_score numeric, xp_earned integer, start_date timestamptz, completion_date timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
begin
    perform identity.require(null, 'analytics.individual');
    perform identity.require_user(p_user_id);

    return query
    select
        c.ref, c.title, p.status, p.unlock_date is not null, p.current_level, p.levels_completed, p.total_attempts, p.best_score,
        p.xp_earned, p.start_date, p.completion_date
    from progress.user_challenge_progress as p
    inner join curriculum.challenges as c on c.id = p.challenge_id
    inner join curriculum.learning_tracks as t on t.id = c.track_id
    where p.user_id = p_user_id
    order by t.order_index, c.order_in_track, c.ref;
end
$$;
alter function learning.show_learner_challenges(uuid) owner to definer;
grant execute on function learning.show_learner_challenges(uuid) to reader;
