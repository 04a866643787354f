-- Keeps how many attempts the month holds, for each user and challenge, while its rows are in the archive, or
-- takes that back when they return. Called by platform.carry_forward.
create or replace function progress.carry_forward_level_attempts(p_partition regclass, p_month date, p_away boolean) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
    delete from progress.attempts_archived as x where x.month = p_month;
    if p_away then
        execute format(
            'insert into progress.attempts_archived (user_id, challenge_id, month, attempts)
            select r.user_id, r.challenge_id, $1, count(*) from %s as r group by r.user_id, r.challenge_id', p_partition
        ) using p_month;
    end if;
end
$$;
alter function progress.carry_forward_level_attempts(regclass, date, boolean) owner to definer;
