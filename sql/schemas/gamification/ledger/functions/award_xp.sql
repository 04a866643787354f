-- Pays each award that was never paid before and returns what was paid now. xp_awards is the key: a replay, a race or a
-- retry finds its row and pays nothing; of two awards with one key the first is paid. What follows from the ledger (stats,
-- level, leaderboards) follows by trigger. p_organization_id says whose XP it is.
create or replace function gamification.award_xp(
    p_user_id uuid, p_awards gamification.award [], p_at timestamptz default now(),
    p_organization_id uuid default identity.public_organization()
) returns integer
language sql volatile security definer
set search_path = ''
begin atomic
with
award as (
    select distinct on (a.source_type, a.source_id) a.source_type, a.source_id, a.amount, a.description
    from unnest(p_awards) with ordinality as a (source_type, source_id, amount, description, number)
    order by a.source_type, a.source_id, a.number
),
first_time as (
    insert into gamification.xp_awards (user_id, source_type, source_id, created_at)
    select p_user_id, award.source_type, award.source_id, p_at from award
    on conflict do nothing
    returning source_type, source_id
),
paid as (
    insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, organization_id, created_at)
    select p_user_id, award.amount, award.source_type, award.source_id, award.description, p_organization_id, p_at
    from first_time inner join award using (source_type, source_id)
    where award.amount <> 0
    returning amount
)
select coalesce(sum(paid.amount), 0)::integer from paid;
end;
alter function gamification.award_xp(uuid, gamification.award [], timestamptz, uuid) owner to definer;
