-- Gives every new user their row of stats, which what they earn adds up in.
create or replace function gamification.add_user_stats() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    insert into gamification.user_stats (user_id, updated_at) values (new.id, new.created_at);
    return null;
end
$$;
alter function gamification.add_user_stats() owner to definer;
