-- Closes the present learner's initial assessment without questions: they begin as a beginner. Returns its id. Refusal:
-- 409 assessment-closed, when it was answered or skipped before.
create or replace function assessment.skip_initial(p_at timestamptz default now()) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_id uuid;
begin
    perform from gamification.user_stats as s where s.user_id = v_user_id for no key update;
    perform from assessment.assessments as a
    where a.user_id = v_user_id and a.assessment_type = 'initial' and a.completed_at is not null;
    if found then
        raise exception using
            errcode = 'PF409', constraint = 'assessment-closed', message = 'This assessment was answered or skipped before: see its result.';
    end if;

    update assessment.assessments as a set skipped = true, completed_at = p_at
    where a.user_id = v_user_id and a.assessment_type = 'initial' and a.completed_at is null and a.expires_at > p_at
    returning a.id into v_id;
    if v_id is null then
        insert into assessment.assessments (user_id, assessment_type, skipped, created_at, expires_at, completed_at)
        values (v_user_id, 'initial', true, p_at, p_at, p_at)
        returning id into v_id;
    end if;

    update identity.users as u set skill_level = 'beginner', onboarding_completed = true, updated_at = p_at
    where u.id = v_user_id;

    insert into platform.outbox (topic, user_id, payload, created_at)
    values ('assessment.skipped', v_user_id, jsonb_build_object('assessment_id', v_id), p_at);
    return v_id;
end
$$;
alter function assessment.skip_initial(timestamptz) owner to definer;
grant execute on function assessment.skip_initial(timestamptz) to application;
