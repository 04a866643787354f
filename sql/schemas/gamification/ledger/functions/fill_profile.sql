-- Puts level and streak into a public profile when it is written: a learner who was hidden shows what they have.
create or replace function gamification.fill_profile() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    select s.current_level, s.current_streak_days into new.current_level, new.current_streak_days
    from gamification.user_stats as s
    where s.user_id = new.user_id;
    new.current_level := coalesce(new.current_level, 1);
    new.current_streak_days := coalesce(new.current_streak_days, 0);
    return new;
end
$$;
alter function gamification.fill_profile() owner to definer;
