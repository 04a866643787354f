-- Stores an assessment that the present learner begins and returns its id; the id of the one that is open if another call
-- was quicker. The lock is on learner, type and track: the two calls would not see each other's row.
create or replace function assessment.start_assessment(
    p_id uuid, p_assessment_type text, p_track_id uuid, p_question_ids uuid [], p_expires_at timestamptz,
    p_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_open_id uuid;
begin
    perform pg_advisory_xact_lock(
        hashtextextended(concat_ws('/', 'assessment.start', v_user_id, p_assessment_type, p_track_id), 0)
    );
    select a.id into v_open_id
    from assessment.assessments as a
    where
        a.user_id = v_user_id and a.assessment_type = p_assessment_type and a.track_id is not distinct from p_track_id
        and a.completed_at is null and a.expires_at > p_at
    order by a.created_at desc
    limit 1;
    if v_open_id is not null then
        return v_open_id;
    end if;

    insert into assessment.assessments (id, user_id, assessment_type, track_id, question_ids, created_at, expires_at)
    values (p_id, v_user_id, p_assessment_type, p_track_id, p_question_ids, p_at, p_expires_at);
    return p_id;
end
$$;
alter function assessment.start_assessment(uuid, text, uuid, uuid [], timestamptz, timestamptz) owner to definer;
grant execute on function assessment.start_assessment(uuid, text, uuid, uuid [], timestamptz, timestamptz) to application;
