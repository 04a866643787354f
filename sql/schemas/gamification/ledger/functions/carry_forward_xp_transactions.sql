-- Keeps what the month of the ledger adds up to, for each user and organization, while its rows are in the archive, or
-- takes that back when they return. Called by platform.carry_forward.
create or replace function gamification.carry_forward_xp_transactions(p_partition regclass, p_month date, p_away boolean) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
    delete from gamification.xp_archived as x where x.month = p_month;
    if p_away then
        execute format(
            'insert into gamification.xp_archived (user_id, month, organization_id, amount, transactions)
            select r.user_id, $1, r.organization_id, sum(r.amount), count(*) from %s as r group by r.user_id, r.organization_id', p_partition
        ) using p_month;
    end if;
end
$$;
alter function gamification.carry_forward_xp_transactions(regclass, date, boolean) owner to definer;
