-- What a learner's ledger adds up to, archived months included.
create or replace function gamification.earned_xp(p_user_id uuid) returns bigint
language sql stable
set search_path = ''
return (
    coalesce((select sum(t.amount) from gamification.xp_transactions as t where t.user_id = p_user_id), 0)
    + coalesce((select sum(x.amount) from gamification.xp_archived as x where x.user_id = p_user_id), 0)
)::bigint;
grant execute on function gamification.earned_xp(uuid) to scheduler, read_only, definer;
