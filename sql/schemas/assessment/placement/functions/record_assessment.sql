-- Records the graded answers of the present learner with all that follows from them, in one call; no row if the assessment
-- is not theirs. Its row is the lock: of two responses the second is refused. Refusals: 409 assessment-closed, when
-- it was answered or skipped before, 409 assessment-expired.
create or replace function assessment.record_assessment(
    p_assessment_id uuid, p_questions jsonb, p_responses jsonb, p_score numeric, p_skill_level text,
    p_track_recommendations jsonb, p_challenge_recommendations jsonb, p_strengths jsonb, p_weaknesses jsonb,
    p_at timestamptz default now()
) returns table (unlocked jsonb, achievements jsonb)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_assessment assessment.assessments;
    v_is_public boolean;
begin
    -- the learner first, as skip_initial and attempts do: a skip and a response at once must not both set the level
    perform from gamification.user_stats as s where s.user_id = v_user_id for no key update;
    select a.* into v_assessment
    from assessment.assessments as a
    where a.id = p_assessment_id and a.user_id = v_user_id
    for no key update;
    if not found then
        return;
    end if;
    if v_assessment.completed_at is not null then
        raise exception using
            errcode = 'PF409', constraint = 'assessment-closed', message = 'This assessment was answered or skipped before: see its result.';
    end if;
    if v_assessment.expires_at <= p_at then
        raise exception using
            errcode = 'PF409', constraint = 'assessment-expired', message = 'This assessment has expired: start a new one.';
    end if;

    v_is_public := v_assessment.track_id is null or exists (
        select from curriculum.learning_tracks as t
        where t.id = v_assessment.track_id and t.organization_id = identity.public_organization()
    );
    update assessment.assessments as a set completed_at = p_at where a.id = p_assessment_id;
    insert into assessment.assessment_results (
        user_id, assessment_id, assessment_type, questions, responses, score, skill_level_recommendation,
        track_recommendations, challenge_recommendations, strengths, weaknesses, completed_at
    )
    values (
        v_user_id, p_assessment_id, v_assessment.assessment_type, p_questions, p_responses, p_score, p_skill_level,
        p_track_recommendations, p_challenge_recommendations, p_strengths, p_weaknesses, p_at
    );

    if v_assessment.assessment_type = 'initial' then
        update identity.users as u set skill_level = p_skill_level, onboarding_completed = true, updated_at = p_at
        where u.id = v_user_id;
    end if;

    -- an assessment that places opens what it recommends; a good placement where the track begins, too: what rests on nothing in it
    unlocked := '[]';
    if v_assessment.assessment_type <> 'periodic' then
        with earned as (
            select c.id
            from curriculum.live_challenges as c
            inner join jsonb_to_recordset(p_challenge_recommendations) as r (challenge text) on r.challenge = c.ref
            union
            select c.id
            from curriculum.live_challenges as c
            where
                v_assessment.assessment_type = 'track_placement' and p_score >= 80 and c.track_id = v_assessment.track_id
                and not exists (
                    select
                    from curriculum.challenge_prerequisites as needed
                    inner join curriculum.challenges as before on before.id = needed.prerequisite_id
                    where needed.challenge_id = c.id and before.track_id = c.track_id
                )
        ),
        held as ( -- a grant is not what holds them open any more
            delete from progress.unlock_grants as g using earned as e where g.user_id = v_user_id and g.challenge_id = e.id
        ),
        opened as (
            insert into progress.user_challenge_progress as p (user_id, challenge_id, unlock_date)
            select v_user_id, e.id, p_at from earned as e
            order by e.id
            on conflict (user_id, challenge_id) do update set unlock_date = excluded.unlock_date where p.unlock_date is null
            returning p.challenge_id
        )
        select coalesce(jsonb_agg(jsonb_build_object('slug', c.ref, 'title', c.title) order by c.order_in_track), '[]')
        into unlocked
        from opened inner join curriculum.challenges as c on c.id = opened.challenge_id;
    end if;

    perform identity.touch_last_active(v_user_id, p_at);
    if p_score >= 60 then
        perform gamification.record_activity(v_user_id, p_at);
    end if;
    if v_is_public then
        perform gamification.record_metric(v_user_id, 'assessments_completed', p_add => 1);
        perform gamification.record_metric(v_user_id, 'best_assessment_score', p_raise_to => floor(p_score)::bigint);
    end if;
    achievements := gamification.award_now(v_user_id, p_at);

    insert into platform.outbox (topic, user_id, payload, created_at)
    values (
        'assessment.completed', v_user_id, jsonb_build_object(
            'assessment_id', p_assessment_id, 'type', v_assessment.assessment_type, 'score', p_score,
            'skill_level', p_skill_level, 'unlocked', unlocked
        ), p_at
    );
    return next;
end
$$;
alter function assessment.record_assessment(uuid, jsonb, jsonb, numeric, text, jsonb, jsonb, jsonb, jsonb, timestamptz)
owner to definer;
grant execute on function assessment.record_assessment(uuid, jsonb, jsonb, numeric, text, jsonb, jsonb, jsonb, jsonb, timestamptz)
to application;
