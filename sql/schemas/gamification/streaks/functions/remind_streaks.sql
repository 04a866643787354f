-- Reminds learners in their local evening of a streak that today would end, or cost a freeze; once a day each, unless they
-- prefer not to be. Returns how many it reminded.
create or replace function gamification.remind_streaks(p_at timestamptz default now()) returns bigint
language sql volatile security definer
set search_path = ''
begin atomic
with
evening as (
    select
        s.user_id, gamification.calculate_user_streak(s.user_id, p_at) as streak,
        (p_at at time zone identity.zone_at(s.user_id, p_at)) as local_time
    from gamification.user_stats as s
    inner join identity.users as u on u.id = s.user_id
    where
        s.current_streak_days > 0 and s.last_activity_date > (p_at at time zone 'UTC')::date - 5
        and extract(hour from p_at at time zone identity.zone_at(s.user_id, p_at)) between 18 and 21
        and coalesce(u.preferences ->> 'streak_reminders', 'true') <> 'false'
),
due as (
    select e.user_id, e.streak, e.local_time::date as today
    from evening as e
    where
        e.streak > 0 and not exists (
            select from gamification.streak_days as d
            where d.user_id = e.user_id and d.local_date >= e.local_time::date and d.kind = 'active'
        )
),
told as (
    insert into social.notifications (user_id, type, source, title, message, action_url, created_at)
    select
        d.user_id, 'streak', 'reminder/' || d.today, 'Your streak of ' || d.streak || case d.streak when 1 then ' day' else ' days' end,
        'Pass a level or the day''s challenge before midnight to go on.', '/daily-challenge', p_at
    from due as d
    order by d.user_id
    on conflict do nothing
    returning user_id, title
),
announced as (
    insert into platform.outbox (topic, user_id, payload, created_at)
    select 'streak.reminder', t.user_id, jsonb_build_object('title', t.title), p_at from told as t
)
select count(*) from told;
end;
alter function gamification.remind_streaks(timestamptz) owner to definer;
grant execute on function gamification.remind_streaks(timestamptz) to scheduler;
