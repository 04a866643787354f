-- Gives every new user their row of stats, which what they earn adds up in; nothing is to be counted yet.
create or replace function gamification.add_user_stats() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    insert into gamification.user_stats (user_id, counted_edition, updated_at)
    select new.id, e.number, new.created_at from gamification.metric_editions as e;
    return null;
end
$$;
alter function gamification.add_user_stats() owner to definer;
