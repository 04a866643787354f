-- Counts participants, averages scores and ranks the attempts at the daily challenge, and at yesterday's once more;
-- writes what changed and returns how many ranks did. Attempts never touch the row that learners share.
create or replace function gamification.aggregate_daily_challenges(p_at timestamptz default now()) returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_changed bigint;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('gamification.aggregate_daily_challenges', 0)) then
        return 0;
    end if;

    with
    days as (
        select d.id from gamification.daily_challenges as d
        where d.date between (p_at at time zone 'UTC')::date - 1 and (p_at at time zone 'UTC')::date
    ),
    ranked as (
        select a.user_id, a.daily_challenge_id, rank() over (partition by a.daily_challenge_id order by a.score desc) as rank
        from gamification.daily_challenge_attempts as a
        where a.daily_challenge_id in (select days.id from days)
    ),
    written as (
        update gamification.daily_challenge_attempts as a set rank = r.rank
        from ranked as r
        where a.user_id = r.user_id and a.daily_challenge_id = r.daily_challenge_id and a.rank is distinct from r.rank
        returning 1
    )
    select count(*) into v_changed from written;

    update gamification.daily_challenges as d set
        participants_count = totals.participants, average_score = totals.average, aggregated_at = p_at
    from (
        select day.id, count(a.user_id) as participants, round(avg(a.score), 2) as average
        from gamification.daily_challenges as day
        left join gamification.daily_challenge_attempts as a on a.daily_challenge_id = day.id
        where day.date between (p_at at time zone 'UTC')::date - 1 and (p_at at time zone 'UTC')::date
        group by day.id
    ) as totals
    where totals.id = d.id;
    return v_changed;
end
$$;
alter function gamification.aggregate_daily_challenges(timestamptz) owner to definer;
grant execute on function gamification.aggregate_daily_challenges(timestamptz) to scheduler;
