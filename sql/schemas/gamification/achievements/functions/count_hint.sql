-- Counts a revealed hint of "public".
create or replace function gamification.count_hint() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    update gamification.user_stats as s set hints_revealed = s.hints_revealed + 1
    from curriculum.challenges as c
    where s.user_id = new.user_id and c.id = new.challenge_id and c.organization_id = identity.public_organization();
    return null;
end
$$;
alter function gamification.count_hint() owner to definer;
