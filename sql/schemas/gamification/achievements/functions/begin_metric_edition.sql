-- Begins another edition of the metrics: content changed what passed levels count for, so that the counters of before are
-- counted again when they are next asked for. A new level changes nothing unless somebody passed it before it went.
create or replace function gamification.begin_metric_edition() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        perform from progress.user_challenge_progress as p
        where p.challenge_id = new.challenge_id and new.level_number = any(p.levels_completed);
        if not found then
            return null;
        end if;
    end if;
    update gamification.metric_editions as e set number = e.number + 1 where e.id;
    return null;
end
$$;
alter function gamification.begin_metric_edition() owner to definer;
