-- Gives learners what no attempt of theirs caused: achievements they have reached, how far they are with the others, challenges
-- and track totals as published content has them now. Idempotent. Leaves out who is busy just now: what they do updates their
-- stats, so that the next sweep takes them.
create or replace function learning.reconcile_learners(
    p_user_ids uuid [], p_at timestamptz default now(), out awarded integer, out unlocked integer
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_ids uuid [] := array(
        select s.user_id from gamification.user_stats as s
        where s.user_id = any(p_user_ids)
        order by s.user_id
        for no key update skip locked
    );
begin
    perform progress.sync_track_totals(v_ids);
    awarded := (select count(*) from gamification.award_achievements(v_ids, p_at));
    perform gamification.sync_achievement_progress(v_ids);

    with opened as (
        select learner.id as user_id, o.challenge_id
        from unnest(v_ids) as learner (id)
        cross join lateral progress.check_and_unlock_challenges(learner.id, p_at) as o (challenge_id)
    ),
    published as (
        insert into platform.outbox (topic, user_id, payload, created_at)
        select
            'challenge.opened', o.user_id, jsonb_build_object('challenge_id', c.id, 'challenge', c.ref, 'title', c.title), p_at
        from opened as o inner join curriculum.challenges as c on c.id = o.challenge_id
    )
    select count(*) into unlocked from opened;
end
$$;
alter function learning.reconcile_learners(uuid [], timestamptz) owner to definer;
