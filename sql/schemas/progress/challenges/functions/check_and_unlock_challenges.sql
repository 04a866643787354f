-- Opens every challenge whose prerequisites the learner has completed, and returns those opened just now.
create or replace function progress.check_and_unlock_challenges(
    p_user_id uuid, p_at timestamptz default now()
) returns setof uuid
language sql volatile security definer
set search_path = ''
begin atomic
insert into progress.user_challenge_progress as p (user_id, challenge_id, unlock_date)
select p_user_id, c.id, p_at
from curriculum.live_challenges as c
where
    c.organization_id in (
        select identity.public_organization()
        union all
        select m.organization_id from identity.members as m where m.user_id = p_user_id and m.status = 'active'
    )
    and not exists (
        select from curriculum.challenge_prerequisites as needed
        where
            needed.challenge_id = c.id
            and not exists (
                select from progress.user_challenge_progress as done
                where done.user_id = p_user_id and done.challenge_id = needed.prerequisite_id and done.status = 'completed'
            )
    )
    and not exists (
        select from progress.user_challenge_progress as opened
        where opened.user_id = p_user_id and opened.challenge_id = c.id and opened.unlock_date is not null
    )
order by c.id
on conflict (user_id, challenge_id) do update set unlock_date = excluded.unlock_date
where p.unlock_date is null
returning p.challenge_id;
end;
alter function progress.check_and_unlock_challenges(uuid, timestamptz) owner to definer;
