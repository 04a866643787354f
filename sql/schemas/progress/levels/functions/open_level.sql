-- Remembers when the learner first saw a level they may attempt: the minutes of an attempt count from here.
create or replace function progress.open_level(
    p_challenge_id uuid, p_level_number integer, p_at timestamptz default now()
) returns void
language sql volatile security definer
set search_path = ''
begin atomic
insert into progress.user_level_progress (user_id, challenge_id, level_number, opened_at)
select p.user_id, p.challenge_id, p_level_number, p_at
from progress.user_challenge_progress as p
where
    p.user_id = identity.current_user_id() and p.challenge_id = p_challenge_id
    and p.unlock_date is not null
    and progress.is_level_open(p_level_number, p.levels_completed)
on conflict do nothing;
end;
alter function progress.open_level(uuid, integer, timestamptz) owner to definer;
grant execute on function progress.open_level(uuid, integer, timestamptz) to reader;
