-- Writes down how far the given learners are, where it changed; returns how many rows it wrote.
create or replace function gamification.sync_achievement_progress(p_user_ids uuid []) returns bigint
language sql volatile security definer
set search_path = ''
begin atomic
with written as (
    insert into gamification.user_achievements as u (user_id, achievement_id, progress)
    select p.user_id, p.achievement_id, p.progress
    from gamification.achievement_progress(p_user_ids) as p
    order by p.user_id, p.achievement_id
    on conflict on constraint user_achievements_pkey do update set progress = excluded.progress
    where u.unlocked_at is null and u.revoked_at is null and u.progress <> excluded.progress
    returning 1
)
select count(*) from written;
end;
alter function gamification.sync_achievement_progress(uuid []) owner to definer;
grant execute on function gamification.sync_achievement_progress(uuid []) to scheduler;
