-- The learner's streak as of an instant, without anybody having to visit: alive while every day missed since the last
-- active one is covered by a freeze in hand, else 0.
create or replace function gamification.calculate_user_streak(
    p_user_id uuid, p_at timestamptz default now()
) returns integer
language sql stable
begin atomic
select coalesce((
    select
        case
            when count(missed.day) <= last_day.freezes then last_day.streak
            else 0
        end
    from (
        select s.local_date, s.streak, s.freezes
        from gamification.streak_days as s
        where s.user_id = p_user_id and s.kind = 'active'
        order by s.local_date desc
        limit 1
    ) as last_day
    left join lateral gamification.missed_days(
        p_user_id, last_day.local_date,
        least((p_at at time zone identity.zone_at(p_user_id, p_at))::date, last_day.local_date + 8)
    ) as missed (day) on true
    group by last_day.local_date, last_day.streak, last_day.freezes
), 0);
end;
grant execute on function gamification.calculate_user_streak(uuid, timestamptz) to reader, scheduler, read_only, definer;
