-- Empties what a case says of its author's work and what they said of the decision, when their name goes from it.
create or replace function social.empty_case() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
    new.copy := '{}';
    new.appeal := null;
    return new;
end
$$;
alter function social.empty_case() owner to definer;
