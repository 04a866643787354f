-- Opens for every new user the challenges that rest on nothing.
create or replace function progress.open_first_challenges() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    perform progress.check_and_unlock_challenges(new.id, new.created_at);
    return null;
end
$$;
alter function progress.open_first_challenges() owner to definer;
