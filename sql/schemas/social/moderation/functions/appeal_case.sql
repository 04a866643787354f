-- Lets the author of what was reported appeal against the decision, once, so that another moderator decides. Refusals: 404 not-found; 409
-- not-decided, nothing-to-appeal, appealed-before, appeal-late.
create or replace function social.appeal_case(p_id uuid, p_appeal text, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_case social.moderation_cases;
begin
    select c.* into v_case from social.moderation_cases as c where c.id = p_id and c.author_id = v_user_id for update;
    if v_case.id is null then
        raise exception using
            errcode = 'PF404', constraint = 'not-found', message = 'There is no such case here, or it is not about your work.';
    elsif v_case.state = 'open' then
        raise exception using
            errcode = 'PF409', constraint = 'not-decided', message = 'Nobody has decided this case yet: wait for the decision.';
    elsif v_case.appealed_at is not null then
        raise exception using
            errcode = 'PF409', constraint = 'appealed-before', message = 'An appeal is made once, and there was one in this case.';
    elsif v_case.decision = 'none' then
        raise exception using
            errcode = 'PF409', constraint = 'nothing-to-appeal', message = 'Your work stays as it is: there is nothing to appeal against.';
    elsif social.is_final(v_case, p_at) or (v_case.decision = 'delete' and v_case.held_at is null) then
        raise exception using
            errcode = 'PF409', constraint = 'appeal-late',
            message = 'A decision can be appealed for 14 days, and while what it is about is there: it is too late.';
    end if;
    update social.moderation_cases as c set state = 'appealed', appeal = p_appeal, appealed_at = p_at where c.id = p_id;
    perform social.record_case('case.appealed', v_user_id, v_case, '{}', p_at);
end
$$;
alter function social.appeal_case(uuid, text, timestamptz) owner to definer;
grant execute on function social.appeal_case(uuid, text, timestamptz) to application;
