-- Awards one learner what they have reached, and returns what was awarded now.
create or replace function gamification.check_and_award_achievements(
    p_user_id uuid, p_at timestamptz default now()
) returns setof uuid
language sql volatile security definer
set search_path = ''
begin atomic
select a.achievement_id from gamification.award_achievements(array[p_user_id], p_at) as a;
end;
alter function gamification.check_and_award_achievements(uuid, timestamptz) owner to definer;
grant execute on function gamification.check_and_award_achievements(uuid, timestamptz) to scheduler;
