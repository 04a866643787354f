-- The rows of a daily leaderboard after a position, best first: learners who let others see them. Ranks are as of the last aggregation.
create or replace function gamification.daily_leaderboard(
    p_daily_challenge_id uuid, p_score numeric, p_completed_at timestamptz, p_id uuid, p_limit integer
) returns table (
    id uuid, rank integer, score numeric, completed_at timestamptz, name text, avatar_url text, level integer, is_me boolean,
    profile_key uuid
)
language sql stable security definer
set search_path = ''
begin atomic
select
    a.id, a.rank, a.score, a.completed_at, p.shown_name, p.avatar_url, p.current_level,
    a.user_id = (select identity.current_user_id()), p.profile_key
from gamification.daily_challenge_attempts as a
inner join identity.public_profiles as p on p.user_id = a.user_id
where a.daily_challenge_id = p_daily_challenge_id and (-a.score, a.completed_at, a.id) > (-p_score, p_completed_at, p_id)
order by -a.score, a.completed_at, a.id
limit p_limit;
end;
alter function gamification.daily_leaderboard(uuid, numeric, timestamptz, uuid, integer) owner to definer;
grant execute on function gamification.daily_leaderboard(uuid, numeric, timestamptz, uuid, integer) to reader;
