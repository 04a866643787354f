-- Counts a learning session that its learner completed.
create or replace function gamification.count_session(p_user_id uuid) returns void
language sql volatile security definer
set search_path = ''
begin atomic
update gamification.user_stats as s set sessions_completed = s.sessions_completed + 1 where s.user_id = p_user_id;
end;
alter function gamification.count_session(uuid) owner to definer;
