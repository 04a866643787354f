-- One slice of the sweep: awards what a learner reached without an attempt noticing it, writes down how far they are, and
-- opens what published content leaves open. Looks at learners who changed since the last round; at all of them after a
-- change of content or achievements. Idempotent; a second run at the same time leaves at once.
create or replace function learning.sweep_achievements(
    p_limit integer default 100, p_at timestamptz default now(),
    out learners integer, out awarded integer, out unlocked integer, out done boolean
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_job record;
    v_ids uuid [];
    v_last uuid;
begin
    learners := 0;
    awarded := 0;
    unlocked := 0;
    done := true;
    -- the cursor's row would be waited for in the very first run
    if not pg_try_advisory_xact_lock(hashtextextended('learning.sweep_achievements', 0)) then
        return;
    end if;
    select j.after_id, j.since into v_job from platform.resume_job('sweep_achievements', p_at) as j;
    if not found then
        return;
    end if;

    v_ids := array(
        select s.user_id
        from gamification.user_stats as s
        where
            s.user_id > coalesce(v_job.after_id, '00000000-0000-0000-0000-000000000000')
            and (
                v_job.since is null or s.updated_at >= v_job.since
                or exists (select from gamification.achievements as a where a.updated_at >= v_job.since)
                or exists (select from content.challenge_versions as v where v.published_at >= v_job.since)
            )
        order by s.user_id
        limit p_limit
    );
    learners := cardinality(v_ids);
    v_last := v_ids[learners];
    -- whoever is busy awards for themselves just now, and is looked at again in the next round
    v_ids := array(
        select s.user_id from gamification.user_stats as s
        where s.user_id = any(v_ids)
        order by s.user_id
        for no key update skip locked
    );
    awarded := (select count(*) from gamification.award_achievements(v_ids, p_at));
    perform gamification.sync_achievement_progress(v_ids);

    with opened as (
        select learner.id as user_id, o.challenge_id
        from unnest(v_ids) as learner (id)
        cross join lateral progress.check_and_unlock_challenges(learner.id, p_at) as o (challenge_id)
    ),
    published as (
        insert into platform.outbox (topic, user_id, payload, created_at)
        select 'challenge.opened', o.user_id, jsonb_build_object('challenge', c.slug, 'title', c.title), p_at
        from opened as o inner join curriculum.challenges as c on c.id = o.challenge_id
    )
    select count(*) into unlocked from opened;

    done := learners < p_limit;
    perform platform.advance_job('sweep_achievements', case when not done then v_last end, p_at);
end
$$;
alter function learning.sweep_achievements(integer, timestamptz) owner to definer;
grant execute on function learning.sweep_achievements(integer, timestamptz) to scheduler;
