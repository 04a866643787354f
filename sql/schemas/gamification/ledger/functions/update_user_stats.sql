-- Carries new ledger rows into stats, level and leaderboards; what is paid for a challenge counts on its own leaderboard too, and an
-- organization's own XP on its leaderboards alone. By statement and in the order of learners: a row trigger
-- deadlocks when two batches award the same learners in opposite orders.
create or replace function gamification.update_user_stats() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    insert into gamification.user_stats (user_id, updated_at)
    select distinct n.user_id, n.created_at from new_rows as n
    where not exists (select from gamification.user_stats as s where s.user_id = n.user_id)
    order by n.user_id
    on conflict do nothing;

    perform from gamification.user_stats as s
    where s.user_id in (select n.user_id from new_rows as n)
    order by s.user_id
    for no key update;

    update gamification.user_stats as s set
        total_xp = s.total_xp + earned.amount,
        current_level = gamification.calculate_level_from_xp(s.total_xp + earned.amount),
        updated_at = greatest(s.updated_at, earned.at)
    from (
        select n.user_id, sum(n.amount)::bigint as amount, max(n.created_at) as at
        from new_rows as n
        where n.organization_id = identity.public_organization()
        group by n.user_id
    ) as earned
    where s.user_id = earned.user_id;

    update identity.public_profiles as p set current_level = s.current_level
    from gamification.user_stats as s
    where p.user_id in (select n.user_id from new_rows as n) and s.user_id = p.user_id and p.current_level <> s.current_level;

    perform gamification.add_scores(
        'xp', array_agg(n.user_id), array_agg(n.amount::bigint), array_agg(n.created_at),
        array_agg(gamification.source_challenge(n.source_type, n.source_id)), array_agg(n.organization_id)
    )
    from new_rows as n;
    return null;
end
$$;
alter function gamification.update_user_stats() owner to definer;
