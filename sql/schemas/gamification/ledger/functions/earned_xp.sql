-- What a learner's ledger adds up to of an organization's XP, archived months included; of the platform's if none is named.
create or replace function gamification.earned_xp(
    p_user_id uuid, p_organization_id uuid default identity.public_organization()
) returns bigint
language sql stable
set search_path = ''
return (
    coalesce((
        select sum(t.amount) from gamification.xp_transactions as t
        where t.user_id = p_user_id and t.organization_id = p_organization_id
    ), 0)
    + coalesce((
        select sum(x.amount) from gamification.xp_archived as x
        where x.user_id = p_user_id and x.organization_id = p_organization_id
    ), 0)
)::bigint;
grant execute on function gamification.earned_xp(uuid, uuid) to scheduler, read_only, definer;
