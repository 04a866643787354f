-- What the first pass of a level pays: its reward less the price of the hints and the suggested change that were shown.
create or replace function progress.xp_of_level(
    p_user_id uuid, p_challenge_id uuid, p_level_number integer, p_xp_reward integer, p_hints_used integer
) returns integer
language sql stable security definer
set search_path = ''
begin atomic
select progress.paid_for_level(
    p_xp_reward,
    coalesce((
        select l.suggestion_penalty
        from progress.user_level_progress as l
        where l.user_id = p_user_id and l.challenge_id = p_challenge_id and l.level_number = p_level_number
    ), 0)
    + case p_hints_used when 0 then 0 else (
        select coalesce(sum(h.xp_penalty), 0)::integer
        from progress.hint_usage as h
        where h.user_id = p_user_id and h.challenge_id = p_challenge_id and h.level_number = p_level_number
    ) end
);
end;
alter function progress.xp_of_level(uuid, uuid, integer, integer, integer) owner to definer;
