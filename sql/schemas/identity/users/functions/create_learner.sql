-- What every new user has from the first moment: membership of public, stats, a profile and the open challenges.
create or replace function identity.create_learner() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    insert into identity.members (organization_id, user_id, created_at)
    values ('00000000-0000-7000-8000-000000000001', new.id, new.created_at);
    insert into gamification.user_stats (user_id, updated_at) values (new.id, new.created_at);
    perform progress.check_and_unlock_challenges(new.id, new.created_at);
    return null;
end
$$;
alter function identity.create_learner() owner to definer;
