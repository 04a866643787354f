-- Decides an open case, or an appealed one another time. To delete keeps the subject from being delivered at once; it is deleted when
-- nobody can appeal any more. Any other decision lets it be delivered again, unless another case holds it. The author is notified.
-- Refusals: 403 forbidden; 403 own-work, own-report and own-decision to whom it concerns; 404 not-found; 409 case-decided.
create or replace function social.decide_case(
    p_organization text, p_id uuid, p_decision text, p_reason text, p_at timestamptz default now()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'moderation.decide');
    v_user_id uuid := identity.current_user_id();
    v_case social.moderation_cases := social.lock_case(p_id, v_organization_id);
    v_is_appeal boolean := v_case.state = 'appealed';
begin
    perform social.refuse_concerned(v_case.id);
    if v_case.id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = 'There is no such case in this organization.';
    elsif v_case.state = 'decided' then
        raise exception using
            errcode = 'PF409', constraint = 'case-decided', message = 'This case was decided already: read the decision.';
    elsif v_is_appeal and v_case.decided_by = v_user_id then
        raise exception using
            errcode = 'PF403', constraint = 'own-decision',
            message = 'The appeal is against your own decision: another moderator decides it.';
    end if;
    update social.moderation_cases as c set
        state = 'decided', decision = p_decision, reason = p_reason, decided_by = v_user_id, decided_at = p_at,
        held_at = case when p_decision = 'delete' then coalesce(c.held_at, p_at) end
    where c.id = p_id
    returning c.* into v_case;
    perform social.record_case(
        'case.decided', v_user_id, v_case, jsonb_build_object('decision', p_decision, 'is_appeal', v_is_appeal), p_at
    );
    perform social.carry_out_decision(v_case, p_at);
    insert into social.notifications (user_id, type, source, params, created_at)
    select
        v_case.author_id, 'case_decided', v_case.id || case when v_is_appeal then '/appeal' else '/first' end,
        jsonb_build_object(
            'case', v_case.id, 'name', v_case.copy -> 'file_name', 'decision', p_decision, 'reason', p_reason, 'is_appeal', v_is_appeal
        ),
        p_at
    where v_case.author_id is not null
    on conflict do nothing;
end
$$;
alter function social.decide_case(text, uuid, text, text, timestamptz) owner to definer;
grant execute on function social.decide_case(text, uuid, text, text, timestamptz) to staff;
