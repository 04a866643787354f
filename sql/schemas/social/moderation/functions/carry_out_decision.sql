-- Does with the subject of a decided case what was decided. What is to be deleted is held while its author can appeal, and deleted then.
-- The caller has locked the subject and the case.
create or replace function social.carry_out_decision(p_case social.moderation_cases, p_at timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
    if p_case.decision = 'delete' and social.is_final(p_case, p_at) then
        perform content.remove_upload(p_case.subject_id, p_at);
        update social.moderation_cases as c set held_at = null where c.subject_id = p_case.subject_id and c.kind = p_case.kind;
    elsif p_case.decision = 'delete' then
        perform content.hold_upload(p_case.subject_id, true);
    elsif not exists (
        select from social.moderation_cases as c
        where c.subject_id = p_case.subject_id and c.kind = p_case.kind and c.held_at is not null
    ) then
        perform content.hold_upload(p_case.subject_id, false);
    end if;
end
$$;
alter function social.carry_out_decision(social.moderation_cases, timestamptz) owner to definer;
