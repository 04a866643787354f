-- Opens a challenge to a learner, whatever its prerequisites; one that is open stays as it is, and no grant is needed any more.
create or replace function progress.open_challenge(p_user_id uuid, p_challenge_id uuid, p_at timestamptz) returns void
language sql volatile security definer
set search_path = ''
begin atomic
with held as (
    delete from progress.unlock_grants as g where g.user_id = p_user_id and g.challenge_id = p_challenge_id
)
insert into progress.user_challenge_progress as p (user_id, challenge_id, unlock_date)
values (p_user_id, p_challenge_id, p_at)
on conflict (user_id, challenge_id) do update set unlock_date = excluded.unlock_date where p.unlock_date is null;
end;
alter function progress.open_challenge(uuid, uuid, timestamptz) owner to definer;
