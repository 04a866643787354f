-- Reminds learners of a streak that this day would end, once a day each. Returns how many it reminded. The notification is
-- the key: it is stored here and not by the event, so that two runs at once publish one event.
create or replace function learning.remind_streaks(p_at timestamptz default now()) returns bigint
language sql volatile security definer
set search_path = ''
begin atomic
with reminded as (
    insert into social.notifications (user_id, type, source, params, created_at)
    select r.user_id, 'streak_reminder', r.today::text, jsonb_build_object('days', r.streak), p_at
    from gamification.streaks_at_risk(p_at) as r
    order by r.user_id
    on conflict do nothing
    returning user_id, params
),
published as (
    insert into platform.outbox (topic, user_id, payload, created_at)
    select 'streak.reminder', r.user_id, r.params, p_at from reminded as r
)
select count(*) from reminded;
end;
alter function learning.remind_streaks(timestamptz) owner to definer;
grant execute on function learning.remind_streaks(timestamptz) to scheduler;
