-- Keeps what a ledger's month adds up to while its rows are away, or takes that back when they return.
create or replace function platform.carry_forward(p_parent text, p_partition regclass, p_month date, p_away boolean) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
    case p_parent
        when 'gamification.xp_transactions' then
            delete from gamification.xp_archived as x where x.month = p_month;
            if p_away then
                execute format(
                    'insert into gamification.xp_archived (user_id, month, amount, transactions)
                     select t.user_id, $1, sum(t.amount), count(*) from %s as t group by t.user_id', p_partition
                ) using p_month;
            end if;
        when 'progress.level_attempts' then
            delete from progress.attempts_archived as x where x.month = p_month;
            if p_away then
                execute format(
                    'insert into progress.attempts_archived (user_id, challenge_id, month, attempts)
                     select a.user_id, a.challenge_id, $1, count(*) from %s as a group by a.user_id, a.challenge_id', p_partition
                ) using p_month;
            end if;
        else
            null; -- nothing is summed up from it
    end case;
end
$$;
alter function platform.carry_forward(text, regclass, date, boolean) owner to definer;
